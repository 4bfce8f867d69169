import { z } from "zod";

const day = z.iso
  .date("Enter a date.")
  .pipe(z.string().refine((value) => value >= "2000-01-01" && value <= "2100-12-31", "Enter a date."));

/** What somebody who is away is recorded by. Days are in their own zone, both included. */
export const absenceSchema = z
  .object({
    /** Made with the form: sent twice it is recorded once. */
    id: z.uuid(),
    person: z.uuid(),
    startsOn: day,
    endsOn: day,
    /** Absent: nobody. */
    standIn: z.uuid("Choose somebody from the list.").optional(),
  })
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, {
    path: ["endsOn"],
    error: "The last day comes before the first.",
  });
export type AbsenceInput = z.output<typeof absenceSchema>;

export const absenceRemovalSchema = z.object({ id: z.uuid(), person: z.uuid() });
export type AbsenceRemoval = z.output<typeof absenceRemovalSchema>;

export const photoRemovalSchema = z.object({ person: z.uuid() });
