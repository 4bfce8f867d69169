import { z } from "zod";
import { type CaseStatus, CLOSE_REASONS, SEVERITIES } from "@/db/schema/constants";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, flag, idOrNull, nameOrNull, oneOf, search, when } from "@/lib/kit/lists/parameters";
import { instant, rank } from "@/lib/kit/lists/values";
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

/** A place in a list of cases or requests. What its order begins with: a rank, then an instant (system time). */
export const caseCursor = defineCursor({ sort: z.string().max(20), rank, at: instant });
export const { encode: encodeCaseCursor, decode: decodeCaseCursor } = caseCursor;

const OPEN_STATUSES = ["new", "in_progress", "waiting_on_you"] as const satisfies readonly CaseStatus[];

const list = defineFilters({
  path: routes.cases,
  parameters: {
    tab: choice(CASE_TABS, "current"),
    /** Of the current ones; null shows every status. */
    status: when(oneOf(OPEN_STATUSES), ({ tab }: { tab: CaseTab }) => tab === "current"),
    company: idOrNull(),
    product: nameOrNull(),
    severity: oneOf(SEVERITIES),
    q: search(),
    /** Filed by the reader, or with the reader taking part. */
    mine: flag("yes"),
    sort: choice(CASE_SORTS, "activity"),
  },
  cursor: caseCursor,
});
export const { parse: parseCaseFilters, href: casesHref } = list;
export type CaseFilters = ReturnType<typeof parseCaseFilters>;
export type CaseCursor = NonNullable<CaseFilters["cursor"]>;
