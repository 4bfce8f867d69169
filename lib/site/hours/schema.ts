import { z } from "zod";
import { HOURS_KINDS } from "@/db/schema/constants";
import { routes } from "@/lib/routes";

/** ISO weekdays in order: Monday is the first. */
export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const brand = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);

/** A time on the wall, as a field of type `time` sends it. */
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "Enter a time, such as 08:30.", abort: true });

/** Hours of one weekday; both times left out: closed. */
const dayHours = z
  .object({ opens: time.optional(), closes: time.optional() })
  .superRefine(({ opens, closes }, context) => {
    const complain = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (opens !== undefined && closes === undefined) complain("closes", "Enter when it closes, or clear both times.");
    if (opens === undefined && closes !== undefined) complain("opens", "Enter when it opens, or clear both times.");
    if (opens !== undefined && closes !== undefined && closes <= opens) {
      complain("closes", "Enter a time after the opening.");
    }
  });

/** `seen` has the hours that the form was made from (weekText), so that a late form does not undo a colleague's. */
export const saveHoursSchema = z
  .object({
    brand,
    kind: z.enum(HOURS_KINDS),
    seen: z.string().max(300),
    monday: dayHours,
    tuesday: dayHours,
    wednesday: dayHours,
    thursday: dayHours,
    friday: dayHours,
    saturday: dayHours,
    sunday: dayHours,
  })
  .refine((week) => WEEKDAYS.some((name) => week[name].opens !== undefined), "Enter the hours of at least one day.");

/** `id` is made together with the form, so that the form sent twice is one day off. */
export const addDayOffSchema = z
  .object({
    id: z.uuid(),
    brand,
    day: z.iso.date("Enter a day."),
    name: z
      .string()
      .transform((value) =>
        value
          .replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, " ")
          .toWellFormed()
          .replaceAll(/\s+/gu, " ")
          .trim(),
      )
      .pipe(z.string().min(1, "Say what clients shall read.").max(60, "At most 60 characters.")),
    closes: time.optional(),
    reopens: time.optional(),
  })
  .superRefine(({ closes, reopens }, context) => {
    if (closes !== undefined && reopens !== undefined && reopens <= closes) {
      context.addIssue({ code: "custom", path: ["reopens"], message: "Enter a time after the closing." });
    }
  });

/** The form has two buttons for a holiday: one removes this day, the other sets `later` and removes later years too. */
export const removeDayOffSchema = z.object({ brand, dayOff: z.uuid(), later: z.boolean() });

/** Without `rule` every federal holiday is taken. */
export const takeHolidaysSchema = z.object({ brand, rule: z.string().min(1).max(80).optional() });

export type SaveHoursInput = z.output<typeof saveHoursSchema>;
export type AddDayOffInput = z.output<typeof addDayOffSchema>;
export type RemoveDayOffInput = z.output<typeof removeDayOffSchema>;
export type TakeHolidaysInput = z.output<typeof takeHolidaysSchema>;

/** Notes that the page shows after a form was sent. */
export const HOURS_NOTES = ["saved", "added", "removed", "taken"] as const;
export type HoursNote = (typeof HOURS_NOTES)[number];

/** The page on which a brand's hours are edited. */
export function hoursDeskHref(brand: string, note?: HoursNote): string {
  return `${routes.staffHours}?${new URLSearchParams({ brand, ...(note ? { note } : {}) })}`;
}
