import { z } from "zod";
import { ON_CALL_DUTIES } from "@/db/schema/constants";
import { line } from "@/lib/kit/typed-text";
import { routes } from "@/lib/routes";

const brand = z.string().regex(/^[a-z][a-z0-9-]{1,30}$/);
const person = z.uuid("Choose somebody from the list.");
/** The number that clients call, with hand-over and lead. */
export const saveRotaSchema = z.object({
  brand,
  phone: line("Enter the number that clients call.", 40),
  weekday: z.coerce.number().int().min(1).max(7),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time, such as 08:30."),
  lead: person.optional(),
});
export type SaveRotaInput = z.output<typeof saveRotaSchema>;

/** `seen` has the list that the form was made from (rotaText). */
export const changePeopleSchema = z.object({
  brand,
  person,
  deed: z.enum(["add", "remove", "earlier"]),
  seen: z.string().max(5_000),
});
export type ChangePeopleInput = z.output<typeof changePeopleSchema>;

const week = z.iso.date("Choose a week.");

/** `person` left out: nobody stands in for that week any more. */
export const standInSchema = z.object({ brand, week, person: person.optional() });
export type StandInInput = z.output<typeof standInSchema>;

export const addStepSchema = z.object({
  /** Made with the form: the same form sent twice adds one step. */
  id: z.uuid(),
  brand,
  duty: z.enum(ON_CALL_DUTIES, "Choose who is called."),
  after: z.coerce
    .number("Enter minutes.")
    .int("Enter whole minutes.")
    .min(0, "Enter 0 or more minutes.")
    .max(240, "Enter 240 minutes at most."),
});
export type AddStepInput = z.output<typeof addStepSchema>;

export const removeStepSchema = z.object({ brand, step: z.uuid() });
export type RemoveStepInput = z.output<typeof removeStepSchema>;

export const ON_CALL_NOTES = ["saved", "added", "removed", "moved"] as const;
export type OnCallNote = (typeof ON_CALL_NOTES)[number];

export function onCallHref(brand: string, note?: OnCallNote): string {
  return `${routes.staffOnCall}?${new URLSearchParams({ brand, ...(note && { note }) })}`;
}
