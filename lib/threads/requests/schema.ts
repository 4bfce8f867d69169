import { z } from "zod";
import { REQUEST_KINDS, type RequestKind } from "@/db/schema/constants";
import { checkDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { decodePlace, encodePlace } from "@/lib/kit/lists/cursor";
import { cleanQuery } from "@/lib/kit/lists/search";
import { placeInstant } from "@/lib/kit/lists/values";
import { longText } from "@/lib/kit/typed-text";
import { routes } from "@/lib/routes";
import { fileIds, messageFields, SAYS_NOTHING, saysSomething } from "@/lib/threads/cases/schema";

/** As printed: `R-100001`. */
export const requestNumber = z.string().regex(/^R-\d{6,12}$/);

/** What the form of a new request offers. A change of details is asked for in Settings. */
export type AskedKind = Exclude<RequestKind, "change">;
const isAsked = (kind: RequestKind): kind is AskedKind => kind !== "change";
export const ASKED_KINDS: readonly AskedKind[] = REQUEST_KINDS.filter(isAsked);

const documentNumber = z.string().refine((text) => checkDocumentNumber(text) !== null);

const calendarDay = z.iso
  .date({ error: "Choose a day from the calendar, or leave it empty.", abort: true })
  .refine((day) => day >= "2000-01-01" && day < "2100-01-01", "Choose a day within the next years.");

export const askSchema = z.object({
  /** Made with the form: the same form sent twice is one request. */
  id: z.uuid(),
  kind: z.enum(ASKED_KINDS),
  member: z.uuid().optional(),
  agreement: z.uuid().optional(),
  /** Numbers as printed. */
  invoice: documentNumber.optional(),
  estimate: documentNumber.optional(),
  /** A day in the brand's zone. */
  neededBy: calendarDay.optional(),
  body: longText("Write what you need."),
  files: fileIds,
});
export type AskInput = z.output<typeof askSchema>;

export const replySchema = z.object({ ...messageFields, number: requestNumber }).refine(saysSomething, SAYS_NOTHING);
export type ReplyInput = z.output<typeof replySchema>;

export const requestSchema = z.object({ number: requestNumber });
export type RequestInput = z.output<typeof requestSchema>;

/** What an address brings into the form of a new request; whatever cannot be read is as if it were absent. */
export interface AskedFor {
  readonly kind: AskedKind;
  readonly member: string | null;
  readonly agreement: string | null;
  readonly invoice: string | null;
  readonly estimate: string | null;
}

export function parseAskedFor(raw: RawParameters): AskedFor {
  const id = (name: string) => z.uuid().nullable().catch(null).parse(firstParameter(raw, name));
  const number = (name: string) => documentNumber.nullable().catch(null).parse(firstParameter(raw, name));
  return {
    kind: z.enum(ASKED_KINDS).catch("message").parse(firstParameter(raw, "kind")),
    member: id("member"),
    agreement: id("agreement"),
    invoice: number("invoice"),
    estimate: number("estimate"),
  };
}

export const SERVICE_TABS = ["open", "closed"] as const;
export type ServiceTab = (typeof SERVICE_TABS)[number];

export const PAGE_SIZE = 25;

/** A place in the list by last activity: the row beside which a page begins, and on which side. */
export interface ServiceCursor {
  readonly side: "after" | "before";
  /** System time, ISO. */
  readonly at: string;
  readonly id: string;
}

const cursorParts = z.tuple([
  z.enum(["after", "before"]),
  z.iso.datetime().refine((text) => placeInstant(text) !== null),
  z.guid().transform((value) => value.toLowerCase()),
]);

/** Null for anything that this list did not make. */
function decodeCursor(text: string): ServiceCursor | null {
  const parsed = cursorParts.safeParse(decodePlace(text));
  if (!parsed.success) return null;
  const [side, at, id] = parsed.data;
  return { side, at, id };
}

export interface ServiceFilters {
  readonly tab: ServiceTab;
  readonly q: string;
  readonly cursor: ServiceCursor | null;
}

const parameters = z.object({
  tab: z.enum(SERVICE_TABS).catch("open"),
  q: z.string().transform(cleanQuery).catch(""),
  after: z.string().max(300).nullable().catch(null),
});

/** The filters of an address. Whatever cannot be read falls back to its default; there is no wrong address of this list. */
export function parseServiceFilters(raw: RawParameters): ServiceFilters {
  const { after, ...rest } = parameters.parse(
    Object.fromEntries(["tab", "q", "after"].map((name) => [name, firstParameter(raw, name)])),
  );
  return { ...rest, cursor: after === null ? null : decodeCursor(after) };
}

/** The address of the list with filters changed. A change of anything but the cursor begins at the first page. */
export function serviceHref(filters: ServiceFilters, change: Partial<ServiceFilters> = {}): string {
  const next = { ...filters, cursor: null, ...change };
  const search = new URLSearchParams();
  if (next.tab !== "open") search.set("tab", next.tab);
  if (next.q) search.set("q", next.q);
  if (next.cursor) search.set("after", encodePlace([next.cursor.side, next.cursor.at, next.cursor.id]));
  const query = search.toString();
  return query ? `${routes.serviceRequests}?${query}` : routes.serviceRequests;
}
