import { z } from "zod";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, dayOrNull, flag, oneOf, search, when } from "@/lib/kit/lists/parameters";
import { amount, day } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";

export const INVOICE_FILTERS = ["open", "overdue", "processing", "paid", "void"] as const;
export type InvoiceFilter = (typeof INVOICE_FILTERS)[number];

export const INVOICE_SORTS = ["due", "-due", "issued", "-issued", "amount", "-amount"] as const;
export type InvoiceSort = (typeof INVOICE_SORTS)[number];

export const PAGE_SIZE = 25;

/** Invoices with something to pay are sorted by the earliest due date; all others by the newest. */
function defaultSort(status: InvoiceFilter | null): InvoiceSort {
  return status === "open" || status === "overdue" || status === "processing" ? "due" : "-issued";
}

const cursor = defineCursor(
  {
    sort: z.enum(INVOICE_SORTS),
    /** A day for due and issued, minor units for amount. */
    value: z.union([day, amount]),
  },
  ({ sort, value }) => sort.endsWith("amount") === (typeof value === "number"),
);
export const { encode: encodeCursor, decode: decodeCursor } = cursor;

const list = defineFilters({
  path: routes.invoices,
  parameters: {
    /** Null shows every document. */
    status: oneOf(INVOICE_FILTERS),
    q: search(),
    /** First and last day of issue, both included. */
    from: dayOrNull(),
    to: dayOrNull(),
    /** Counts and adds up all documents also where a search finds very many. */
    sums: when(flag("all"), ({ q }: { q: string }) => q !== ""),
    sort: choice(INVOICE_SORTS, ({ status }: { status: InvoiceFilter | null }) => defaultSort(status)),
  },
  cursor,
});
export const { parse: parseInvoiceFilters, href: invoicesHref } = list;
export type InvoiceFilters = ReturnType<typeof parseInvoiceFilters>;
export type InvoiceCursor = NonNullable<InvoiceFilters["cursor"]>;

/** All pages of the list with these filters, in its order, as CSV. */
export function invoicesCsvHref(filters: InvoiceFilters): string {
  return invoicesHref(filters, { sums: false }, routes.invoicesCsv);
}

/** The list with one status and no other filter, for links from other pages. */
export function invoicesWithStatusHref(status: InvoiceFilter): string {
  return invoicesHref({ status });
}
