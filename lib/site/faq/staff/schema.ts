import { z } from "zod";
import { FAQ_AUDIENCES } from "@/db/schema/content-constants";
import { routes } from "@/lib/routes";
import { longText, text } from "@/lib/site/library/staff/schema";

const anchor = z.string().regex(/^[a-z0-9-]{1,80}$/);
/** `id` is made with the form and becomes the version's; `seen` is the newest version when the form was made. */
const version = {
  id: z.uuid(),
  brand: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  seen: z.uuid().optional(),
};

export const ANSWER_LENGTH = 5000;
export const saveEntrySchema = z.object({
  ...version,
  /** Absent for a new one. */
  entry: anchor.optional(),
  group: anchor,
  question: text(200, "Write a question."),
  answer: longText(ANSWER_LENGTH).pipe(z.string().min(1, "Write an answer.")),
  audience: z.enum(FAQ_AUDIENCES, "Choose who sees it."),
  onHomePage: z.enum(["yes", "no"]).transform((choice) => choice === "yes"),
});
export const arrangeFaqSchema = z.object({
  ...version,
  thing: z.enum(["entry", "group"]),
  name: anchor,
  act: z.enum(["up", "down", "remove"]),
});
export const saveGroupSchema = z.object({
  ...version,
  /** Absent for a new one. */
  group: anchor.optional(),
  title: text(80, "Write a title."),
});
export const publishFaqSchema = z.object(version);
/** `at` is on the clocks of the brand's zone. */
export const scheduleFaqSchema = z.object({ ...version, at: z.string().max(30) });
export const restoreFaqSchema = z.object({ ...version, version: z.uuid() });
export const undoFaqSchema = z.object({ brand: version.brand, version: z.uuid() });

export type SaveEntryInput = z.output<typeof saveEntrySchema>;
export type ArrangeFaqInput = z.output<typeof arrangeFaqSchema>;
export type SaveGroupInput = z.output<typeof saveGroupSchema>;
export type PublishFaqInput = z.output<typeof publishFaqSchema>;
export type ScheduleFaqInput = z.output<typeof scheduleFaqSchema>;
export type RestoreFaqInput = z.output<typeof restoreFaqSchema>;
export type UndoFaqInput = z.output<typeof undoFaqSchema>;

/** Notes that the desk shows after a form was sent. */
export const FAQ_NOTES = ["saved", "published", "scheduled", "restored", "undone"] as const;
export type FaqNote = (typeof FAQ_NOTES)[number];

/** Address of the desk of a brand. */
export function faqDeskHref(brand: string, note?: FaqNote): string {
  return `${routes.staffFaq}?${new URLSearchParams({ brand, ...(note ? { note } : {}) })}`;
}
export const MOST_VERSIONS = 30;
