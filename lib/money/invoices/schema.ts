import { z } from "zod";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { decodePlace, encodePlace } from "@/lib/kit/lists/cursor";
import { cleanQuery } from "@/lib/kit/lists/search";
import { routes } from "@/lib/routes";

export const INVOICE_FILTERS = ["open", "overdue", "processing", "paid", "void"] as const;
export type InvoiceFilter = (typeof INVOICE_FILTERS)[number];

export const INVOICE_SORTS = ["due", "-due", "issued", "-issued", "amount", "-amount"] as const;
export type InvoiceSort = (typeof INVOICE_SORTS)[number];

export const PAGE_SIZE = 25;

/** A place in a sorted list: the row beside which a page begins, and on which side. */
export interface InvoiceCursor {
  readonly side: "after" | "before";
  readonly sort: InvoiceSort;
  /** A day for due and issued, minor units for amount. */
  readonly value: string | number;
  readonly id: string;
}

export interface InvoiceFilters {
  /** Null shows every document. */
  readonly status: InvoiceFilter | null;
  /** As typed, without control characters, at most 100 of them. */
  readonly q: string;
  /** Issued from and to, `YYYY-MM-DD`, both included. */
  readonly from: string | null;
  readonly to: string | null;
  readonly sort: InvoiceSort;
  readonly cursor: InvoiceCursor | null;
}

/** A real day that PostgreSQL and people both know; a year such as 0000 is neither's. */
const day = z.iso.date().refine((value) => value >= "1900-01-01");

const cursorParts = z.union([
  z.tuple([
    z.enum(["after", "before"]),
    z.enum(["due", "-due", "issued", "-issued"]),
    day,
    z.guid().transform((id) => id.toLowerCase()),
  ]),
  z.tuple([
    z.enum(["after", "before"]),
    z.enum(["amount", "-amount"]),
    z.int().min(0),
    z.guid().transform((id) => id.toLowerCase()),
  ]),
]);

const parameters = z.object({
  status: z.enum(INVOICE_FILTERS).nullable().catch(null),
  q: z.string().transform(cleanQuery).catch(""),
  from: day.nullable().catch(null),
  to: day.nullable().catch(null),
  sort: z.enum(INVOICE_SORTS).nullable().catch(null),
  after: z.string().max(200).transform(decodeCursor).catch(null),
});

/** What is still to be paid reads best by what is due first; everything else by what is new. */
export function defaultSort(status: InvoiceFilter | null): InvoiceSort {
  return status === "open" || status === "overdue" || status === "processing" ? "due" : "-issued";
}

/** The filters of an address. Whatever cannot be read falls back to its default; there is no wrong address of this list. */
export function parseInvoiceFilters(raw: RawParameters): InvoiceFilters {
  const first = (name: string) => firstParameter(raw, name);
  const { after, sort, ...rest } = parameters.parse({
    status: first("status"),
    q: first("q"),
    from: first("from"),
    to: first("to"),
    sort: first("sort"),
    after: first("after"),
  });
  const chosen = sort ?? defaultSort(rest.status);
  // A place in another order means nothing in this one.
  return { ...rest, sort: chosen, cursor: after?.sort === chosen ? after : null };
}

/** The address of the list with filters changed. A change of anything but the cursor begins at the first page. */
export function invoicesHref(filters: InvoiceFilters, change: Partial<InvoiceFilters> = {}): string {
  const next = { ...filters, cursor: null, ...change };
  // A new status brings its own order unless one was asked for.
  const sort =
    change.sort ?? (change.status !== undefined && filters.sort === defaultSort(filters.status) ? null : filters.sort);
  const search = new URLSearchParams();
  if (next.status) search.set("status", next.status);
  if (next.q) search.set("q", next.q);
  if (next.from) search.set("from", next.from);
  if (next.to) search.set("to", next.to);
  if (sort && sort !== defaultSort(next.status)) search.set("sort", sort);
  if (next.cursor) search.set("after", encodeCursor(next.cursor));
  const query = search.toString();
  return query ? `${routes.invoices}?${query}` : routes.invoices;
}

/** All pages of the list with these filters, in its order, as CSV. */
export function invoicesCsvHref(filters: InvoiceFilters): string {
  return `${routes.invoicesCsv}${invoicesHref(filters).slice(routes.invoices.length)}`;
}

/** The list with one status and nothing else, for links from other rooms. */
export function invoicesWithStatusHref(status: InvoiceFilter): string {
  return `${routes.invoices}?status=${status}`;
}

/** An opaque word for an address. It names a place, and gives no right to what is there. */
export function encodeCursor({ side, sort, value, id }: InvoiceCursor): string {
  return encodePlace([side, sort, value, id]);
}

/** Null for anything that this list did not make. */
export function decodeCursor(text: string): InvoiceCursor | null {
  const parsed = cursorParts.safeParse(decodePlace(text));
  if (!parsed.success) return null;
  const [side, sort, value, id] = parsed.data;
  return { side, sort, value, id };
}
