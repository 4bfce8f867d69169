import { z } from "zod";
import { type CaseStatus, CHOSEN_CLOSE_REASONS, SEVERITIES } from "@/db/schema/constants";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, flag, idOrNull, nameOrNull, oneOf, search, when } from "@/lib/kit/lists/parameters";
import { line, longText } from "@/lib/kit/typed-text";
import { routes } from "@/lib/routes";
import { fileIds, replySchemaOf, threadCursor, threadNumber } from "@/lib/threads/schema";

export const caseNumber = threadNumber("case");

export const fileCaseSchema = z.object({
  /** Made with the form: the same form sent twice is one case. */
  id: z.uuid(),
  /** Absent where the form offers no choice of companies. */
  company: z.uuid().optional(),
  product: line("Choose the product that this is about.", 100),
  productVersion: line("", 50).optional(),
  severity: z.enum(SEVERITIES, "Choose how badly your plant is hit."),
  subject: line("Say in a few words what this is about.", 200),
  description: longText("Describe what happens, and since when."),
  files: fileIds,
});
/**
 * The subject and description that an address brings into the form of a new case, cut to the lengths that the form
 * accepts.
 */
export function parsePrefill(raw: RawParameters): { subject: string; description: string } {
  const text = (name: string, maximum: number) =>
    Array.from((firstParameter(raw, name) ?? "").replaceAll("\u0000", "").toWellFormed())
      .slice(0, maximum)
      .join("");
  return { subject: text("subject", 200).replaceAll(/\p{Cc}+/gu, " "), description: text("description", 5_000) };
}

export type FileCaseInput = z.output<typeof fileCaseSchema>;

export const replySchema = replySchemaOf("case");
export type ReplyInput = z.output<typeof replySchema>;

export const closeSchema = z.object({
  number: caseNumber,
  reason: z.enum(CHOSEN_CLOSE_REASONS, "Choose whether it is solved or withdrawn."),
});
export type CloseInput = z.output<typeof closeSchema>;

export const participantSchema = z.object({ number: caseNumber, contact: z.uuid("Choose a colleague.") });
export type ParticipantInput = z.output<typeof participantSchema>;

/** What is suggested to somebody who writes a new case. */
export interface Suggestions {
  readonly cases: readonly {
    readonly href: string;
    readonly number: string;
    readonly subject: string;
    readonly status: string;
  }[];
  readonly faq: readonly { readonly href: string; readonly question: string }[];
  readonly resources: readonly { readonly href: string; readonly title: string; readonly kind: string }[];
}

export const CASE_TABS = ["current", "historical"] as const;
/** `waiting`: what waits on the client first, then by the latest activity. */
export const CASE_SORTS = ["waiting", "activity", "-filed", "filed", "severity"] as const;
export type CaseSort = (typeof CASE_SORTS)[number];

/** The two tabs of the list: `historical` has the closed cases, `current` all others. */
export type CaseTab = (typeof CASE_TABS)[number];

const OPEN_STATUSES = ["new", "in_progress", "waiting_on_you"] as const satisfies readonly CaseStatus[];

const list = defineFilters({
  path: routes.cases,
  parameters: {
    tab: choice(CASE_TABS, "current"),
    /** Only on the tab of current cases. Null shows every status. */
    status: when(oneOf(OPEN_STATUSES), ({ tab }: { tab: CaseTab }) => tab === "current"),
    company: idOrNull(),
    product: nameOrNull(),
    severity: oneOf(SEVERITIES),
    q: search(),
    /** Filed by the viewer, or with the viewer taking part. */
    mine: flag("yes"),
    /** Closed cases wait on nobody. */
    sort: choice(CASE_SORTS, ({ tab }: { tab: CaseTab }) => (tab === "current" ? "waiting" : "activity")),
  },
  cursor: threadCursor,
});
export const { parse: parseCaseFilters, href: casesHref } = list;
export type CaseFilters = ReturnType<typeof parseCaseFilters>;
