import { z } from "zod";
import { NOTICE_AUDIENCES, UPGRADE_WAYS } from "@/db/schema/brand-content";
import { routes } from "@/lib/routes";
import { CONNECT_CHOICES, type ConnectChoice, linesOf } from "./rules";

/** One line, without marks that change the direction of writing. */
const cleaned = z.string().transform((value) =>
  value
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, " ")
    .toWellFormed()
    .replaceAll(/\s+/gu, " ")
    .trim(),
);
const upTo = (maximum: number) => z.string().max(maximum, `At most ${maximum} characters.`);
const text = (maximum: number, missing: string) => cleaned.pipe(upTo(maximum).min(1, missing));
const optionalText = (maximum: number) => cleaned.pipe(upTo(maximum)).optional().default("");

/** The longest address, both as typed and as a browser writes it. */
export const LONGEST_ADDRESS = 500;
const address = z.string().trim().max(LONGEST_ADDRESS, `At most ${LONGEST_ADDRESS} characters.`);

const MOST_REASONS = 6;
const LONGEST_REASON = 300;
const reasons = z
  .string()
  .transform((typed) => linesOf(typed.replaceAll(/\p{Bidi_Control}+/gu, "").toWellFormed()))
  .refine((lines) => lines.length > 0, "Write at least one reason.")
  .refine((lines) => lines.length <= MOST_REASONS, `At most ${MOST_REASONS} reasons, one a line.`)
  .refine(
    (lines) => lines.every((line) => line.length <= LONGEST_REASON),
    `At most ${LONGEST_REASON} characters a reason.`,
  )
  .transform((lines) => lines.map((line) => line.replaceAll(/[\p{Cc}\s]+/gu, " ")).join("\n"));

/** On the clocks of the brand's zone, as a field of type `datetime-local` sends it. */
const wallTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "Enter a day and a time, such as Nov 21, 2026, 8:30 a.m.")
  .optional()
  .default("");

/** The blocks of the home page, as they are typed. All of it is plain text: markup has no meaning in it. */
const blocks = {
  headline: text(90, "Write the headline."),
  lead: text(400, "Write the text."),
  picture: z.uuid().optional(),
  pictureAlt: optionalText(200),
  offerTitle: text(80, "Write a heading."),
  offerLead: text(300, "Write the text."),
  whyTitle: text(80, "Write a heading."),
  why: reasons,
  connectTitle: text(80, "Write a heading."),
  connectText: text(500, "Write the text."),
  connectFields: z.enum(Object.keys(CONNECT_CHOICES) as [ConnectChoice, ...ConnectChoice[]], "Choose one of these."),
  upgradeLabel: text(40, "Write the label."),
  upgradeText: text(300, "Write the text."),
  upgradeUrl: address.min(1, "Enter an address."),
  upgradeBy: z.enum(UPGRADE_WAYS, "Choose one of these."),
  upgradeAsk: text(200, "Write the question."),
  noticeText: optionalText(300),
  noticeAudience: z.enum(NOTICE_AUDIENCES, "Choose one of these."),
  noticeFrom: wallTime,
  noticeUntil: wallTime,
  noticeUrl: address.optional().default(""),
  noticeLabel: optionalText(60),
};

const brand = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
/** The newest version when the form was made. Absent if there was none yet. */
const seen = z.uuid().optional();

/** What a button of the form does. */
const MOVES = ["draft", "publish", "schedule"] as const;

/** `id` is made together with the form, so that the form sent twice is one version. */
export const editSchema = z.object({
  id: z.uuid(),
  brand,
  seen,
  move: z.enum(MOVES, "Choose what to do."),
  at: z.string().max(30).optional(),
  ...blocks,
});
export const restoreSchema = z.object({ id: z.uuid(), brand, seen, version: z.uuid() });
export const withdrawSchema = z.object({ brand, version: z.uuid() });

export type EditInput = z.output<typeof editSchema>;
export type RestoreInput = z.output<typeof restoreSchema>;
export type WithdrawInput = z.output<typeof withdrawSchema>;

/** Notes that the page shows after a form was sent. */
export const DESK_NOTES = ["drafted", "published", "scheduled", "restored", "withdrawn"] as const;
export type DeskNote = (typeof DESK_NOTES)[number];
export const NOTE_OF = { draft: "drafted", publish: "published", schedule: "scheduled" } as const;

/** The page on which a brand's home page is edited. */
export function homePageDeskHref(brand: string, over: { note?: DeskNote; picture?: string } = {}): string {
  const query = new URLSearchParams({ brand, ...over });
  return `${routes.staffHomePage}?${query}`;
}
