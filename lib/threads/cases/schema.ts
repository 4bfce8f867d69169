import { z } from "zod";
import { type CaseStatus, CLOSE_REASONS, SEVERITIES, type Severity } from "@/db/schema/constants";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { decodePlace, encodePlace } from "@/lib/kit/lists/cursor";
import { cleanQuery } from "@/lib/kit/lists/search";
import { placeInstant } from "@/lib/kit/lists/values";
import { line, longText, MAX_TEXT } from "@/lib/kit/typed-text";
import { routes } from "@/lib/routes";

/** As printed: `C-100023`. */
export const caseNumber = z.string().regex(/^C-\d{6,12}$/);
export const fileIds = z
  .array(z.string().regex(/^[A-Za-z0-9_-]{32}$/))
  .max(20, "Attach at most 20 files to one message.");

export const fileCaseSchema = z.object({
  /** Made with the form: the same form sent twice is one case. */
  id: z.uuid(),
  /** Absent where there is no choice. */
  company: z.uuid().optional(),
  product: line("Choose the product that this is about.", 100),
  productVersion: line("", 50).optional(),
  severity: z.enum(SEVERITIES, "Choose how badly your plant is hit."),
  subject: line("Say in a few words what this is about.", 200),
  description: longText("Describe what happens, and since when."),
  files: fileIds,
});
/** What an address may bring into the form of a new case: cut to what the form takes. */
export function parsePrefill(raw: RawParameters): { subject: string; description: string } {
  const text = (name: string, maximum: number) =>
    Array.from((firstParameter(raw, name) ?? "").replaceAll("\u0000", "").toWellFormed())
      .slice(0, maximum)
      .join("");
  return { subject: text("subject", 200).replaceAll(/\p{Cc}+/gu, " "), description: text("description", 5_000) };
}

export type FileCaseInput = z.output<typeof fileCaseSchema>;

/** Shared by client and staff: text of a message, which files alone can make up for. */
export const messageFields = {
  id: z.uuid(),
  number: caseNumber,
  body: z
    .string()
    .transform((text) => text.replaceAll("\r\n", "\n").replaceAll("\u0000", "").toWellFormed().trim())
    .pipe(z.string().max(MAX_TEXT, "Keep it under 20,000 characters, or attach a file.")),
  files: fileIds,
};
export const saysSomething = ({ body, files }: { body: string; files: readonly string[] }) =>
  body !== "" || files.length > 0;
export const SAYS_NOTHING = { path: ["body"], error: "Write a message." };

export const replySchema = z.object(messageFields).refine(saysSomething, SAYS_NOTHING);
export type ReplyInput = z.output<typeof replySchema>;

export const closeSchema = z.object({
  number: caseNumber,
  reason: z.enum(CLOSE_REASONS, "Choose whether it is solved or withdrawn."),
});
export type CloseInput = z.output<typeof closeSchema>;

export const participantSchema = z.object({ number: caseNumber, contact: z.uuid("Choose a colleague.") });
export type ParticipantInput = z.output<typeof participantSchema>;

export const caseSchema = z.object({ number: caseNumber });

/** What is suggested to somebody who writes a new case. */
export interface Suggestions {
  readonly cases: readonly {
    readonly href: string;
    readonly number: string;
    readonly subject: string;
    readonly status: string;
  }[];
  readonly faq: readonly { readonly href: string; readonly question: string }[];
}

export const CASE_TABS = ["current", "historical"] as const;
export const CASE_SORTS = ["activity", "-filed", "filed", "severity"] as const;
export type CaseSort = (typeof CASE_SORTS)[number];

/** Closed or not: the two rooms of the list. */
export type CaseTab = (typeof CASE_TABS)[number];

export const PAGE_SIZE = 25;

/** A place in a sorted list: the row beside which a page begins, and on which side. */
export interface CaseCursor {
  readonly side: "after" | "before";
  readonly sort: string;
  /** What the order begins with: a rank, then an instant (system time). */
  readonly rank: number;
  readonly at: string;
  readonly id: string;
}

const cursorParts = z.tuple([
  z.enum(["after", "before"]),
  z.string().max(20),
  z.int().min(0).max(9),
  z.iso.datetime().refine((text) => placeInstant(text) !== null),
  z.guid().transform((value) => value.toLowerCase()),
]);

/** An opaque word for an address. It names a place, and gives no right to what is there. */
export function encodeCaseCursor({ side, sort, rank, at, id }: CaseCursor): string {
  return encodePlace([side, sort, rank, at, id]);
}

/** Null for anything that no list of cases made in this order. */
export function decodeCaseCursor(text: string, sort: string): CaseCursor | null {
  const parsed = cursorParts.safeParse(decodePlace(text));
  if (!parsed.success || parsed.data[1] !== sort) return null;
  const [side, , rank, at, id] = parsed.data;
  return { side, sort, rank, at, id };
}

export interface CaseFilters {
  readonly tab: CaseTab;
  /** Of the current ones; null shows every status. */
  readonly status: Exclude<CaseStatus, "closed"> | null;
  readonly company: string | null;
  readonly product: string | null;
  readonly severity: Severity | null;
  /** Filed by the reader, or with the reader taking part. */
  readonly mine: boolean;
  readonly q: string;
  readonly sort: CaseSort;
  readonly cursor: CaseCursor | null;
}

const OPEN_STATUSES = ["new", "in_progress", "waiting_on_you"] as const satisfies readonly CaseStatus[];

const parameters = z.object({
  tab: z.enum(CASE_TABS).catch("current"),
  status: z.enum(OPEN_STATUSES).nullable().catch(null),
  company: z.uuid().nullable().catch(null),
  product: z.string().min(1).max(100).nullable().catch(null),
  severity: z.enum(SEVERITIES).nullable().catch(null),
  mine: z
    .string()
    .transform((text) => text === "yes")
    .catch(false),
  q: z.string().transform(cleanQuery).catch(""),
  sort: z.enum(CASE_SORTS).catch("activity"),
  after: z.string().max(300).nullable().catch(null),
});

/** The filters of an address. Whatever cannot be read falls back to its default; there is no wrong address of this list. */
export function parseCaseFilters(raw: RawParameters): CaseFilters {
  const names = ["tab", "status", "company", "product", "severity", "mine", "q", "sort", "after"] as const;
  const { after, ...rest } = parameters.parse(
    Object.fromEntries(names.map((name) => [name, firstParameter(raw, name)])),
  );
  return {
    ...rest,
    status: rest.tab === "current" ? rest.status : null,
    cursor: after === null ? null : decodeCaseCursor(after, rest.sort),
  };
}

/** The address of the list with filters changed. A change of anything but the cursor begins at the first page. */
export function casesHref(filters: CaseFilters, change: Partial<CaseFilters> = {}): string {
  const next = { ...filters, cursor: null, ...change };
  const search = new URLSearchParams();
  if (next.tab !== "current") search.set("tab", next.tab);
  if (next.status && next.tab === "current") search.set("status", next.status);
  for (const name of ["company", "product", "severity", "q"] as const) {
    const value = next[name];
    if (value) search.set(name, value);
  }
  if (next.mine) search.set("mine", "yes");
  if (next.sort !== "activity") search.set("sort", next.sort);
  if (next.cursor) search.set("after", encodeCaseCursor(next.cursor));
  const query = search.toString();
  return query ? `${routes.cases}?${query}` : routes.cases;
}
