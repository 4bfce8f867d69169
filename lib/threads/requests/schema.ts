import { z } from "zod";
import { REQUEST_KINDS, type RequestKind } from "@/db/schema/constants";
import { checkDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, search } from "@/lib/kit/lists/parameters";
import { instant } from "@/lib/kit/lists/values";
import { longText } from "@/lib/kit/typed-text";
import { routes } from "@/lib/routes";
import { fileIds, replySchemaOf, threadNumber, threadSchema } from "@/lib/threads/schema";

export const requestNumber = threadNumber("request");

/** The kinds that the form of a new request offers. A change of details is asked for in Settings. */
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
  /** The form of **Upgrade**, whose label the subject gets. */
  upgrade: z.boolean().optional(),
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

export const replySchema = replySchemaOf("request");
export type ReplyInput = z.output<typeof replySchema>;

export const requestSchema = threadSchema("request");
export type RequestInput = z.output<typeof requestSchema>;

/** What an address brings into the form of a new request. A parameter that cannot be read counts as absent. */
export interface AskedFor {
  readonly kind: AskedKind;
  readonly member: string | null;
  readonly agreement: string | null;
  readonly invoice: string | null;
  readonly estimate: string | null;
  /** **Upgrade** was pressed: it may be about any agreement. */
  readonly isUpgrade?: boolean;
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

const list = defineFilters({
  path: routes.serviceRequests,
  parameters: { tab: choice(SERVICE_TABS, "open"), q: search() },
  // By last activity (system time), then by id.
  cursor: defineCursor({ at: instant }),
});
export const { parse: parseServiceFilters, href: serviceHref } = list;
export type ServiceFilters = ReturnType<typeof parseServiceFilters>;
export type ServiceCursor = NonNullable<ServiceFilters["cursor"]>;
