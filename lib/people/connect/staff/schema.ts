import { z } from "zod";
import { CASES_SCOPES, REQUESTS_SCOPES } from "@/db/schema/constants";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { defineCursor } from "@/lib/kit/lists/cursor";
import { defineFilters } from "@/lib/kit/lists/filters";
import { choice, keyOrNull, search } from "@/lib/kit/lists/parameters";
import { cleanQuery } from "@/lib/kit/lists/search";
import { instant, rowId } from "@/lib/kit/lists/values";
import { routes } from "@/lib/routes";
import { isPreset, type Preset } from "./rules";

export const VISITORS_PAGE_SIZE = 50;

/** `ready`: the address is confirmed and nobody has decided. */
export const VISITOR_TABS = ["ready", "unconfirmed", "decided"] as const;

const list = defineFilters({
  path: routes.staffWaiting,
  parameters: {
    tab: choice(VISITOR_TABS, "ready"),
    /** Words of a name, an address or a company as it was typed. */
    q: search(),
    brand: keyOrNull(),
  },
  // Who has waited longest comes first; of those decided, who wrote last.
  cursor: defineCursor({ at: instant }),
});
export const { parse: parseVisitorFilters, href: visitorsHref } = list;
export type VisitorFilters = ReturnType<typeof parseVisitorFilters>;
export type VisitorCursor = NonNullable<VisitorFilters["cursor"]>;

/** The id in the address of a visitor's page; null for a text that is none. */
export function parseVisitorId(segment: string): string | null {
  return rowId.safeParse(segment).data ?? null;
}

/** What the address of a visitor's page chooses: a preset of rights, and words by which companies are searched. */
interface VisitorPage {
  readonly preset: Preset | null;
  readonly find: string;
}

export function parseVisitorPage(query: RawParameters): VisitorPage {
  const preset = firstParameter(query, "preset");
  return { preset: isPreset(preset) ? preset : null, find: cleanQuery(firstParameter(query, "find") ?? "") };
}

export function visitorHref(id: string, { preset, find }: VisitorPage): string {
  const query = new URLSearchParams({ ...(preset ? { preset } : {}), ...(find ? { find } : {}) });
  return `${routes.staffWaitingOne(id)}${query.size > 0 ? `?${query}` : ""}#approve`;
}

/** What was just done, in an address of the list. */
export const DONE = "done";
export const doneHref = (done: string) => `${routes.staffWaiting}?${DONE}=${done}`;

/** The value of the field `company` that makes a new company. */
export const NEW_COMPANY = "new";

const line = (what: string, maximum: number) =>
  z
    .string({ error: `Enter ${what}.` })
    .trim()
    .min(1, `Enter ${what}.`)
    .max(maximum, `Use at most ${maximum} characters.`)
    .regex(/^\P{Cc}*$/u, "Use one line.");

export const visitorSchema = z.object({ visitor: z.uuid() });

export const approveVisitorSchema = z
  .object({
    visitor: z.uuid(),
    name: line("the name", 120),
    jobTitle: z
      .string()
      .trim()
      .max(120, "Use at most 120 characters.")
      .regex(/^\P{Cc}*$/u, "Use one line.")
      .optional(),
    company: z.union([z.uuid(), z.literal(NEW_COMPANY)], { error: "Choose a company, or make a new one." }),
    /** For a new company. */
    companyName: z
      .string()
      .trim()
      .max(200, "Use at most 200 characters.")
      .regex(/^\P{Cc}*$/u, "Use one line.")
      .optional(),
    money: z.enum(["none", "read", "pay"], { error: "Choose one." }),
    cases: z.enum(CASES_SCOPES, { error: "Choose one." }),
    requests: z.enum(REQUESTS_SCOPES, { error: "Choose one." }),
  })
  .refine(({ company, companyName }) => company !== NEW_COMPANY || Boolean(companyName), {
    path: ["companyName"],
    error: "Enter the name of the new company.",
  });
export type ApproveVisitorInput = z.output<typeof approveVisitorSchema>;

export const declineVisitorSchema = z.object({
  visitor: z.uuid(),
  sentence: z
    .string({ error: "Write the sentence that is mailed." })
    .trim()
    .min(1, "Write the sentence that is mailed.")
    .max(1_000, "Use at most 1000 characters."),
});
export type DeclineVisitorInput = z.output<typeof declineVisitorSchema>;
