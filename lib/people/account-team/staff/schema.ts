import { z } from "zod";

const day = z.iso
  .date("Enter a date.")
  .pipe(z.string().refine((value) => value >= "2000-01-01" && value <= "2100-12-31", "Enter a date."));

/** The form that records an absence. Days are in the absent person's own time zone, both included. */
export const absenceSchema = z
  .object({
    /** Made with the form: a form sent twice is recorded once. */
    id: z.uuid(),
    person: z.uuid(),
    startsOn: day,
    endsOn: day,
    /** Absent: nobody stands in. */
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

/** How clients reach a team member whom the ERP does not send. Empty fields take out what stood there. */
export const teamEntrySchema = z.object({
  person: z.uuid(),
  phone: z.string().trim().max(40, "Use at most 40 characters.").optional(),
  workingHours: z.string().trim().max(200, "Use at most 200 characters.").optional(),
});
export type TeamEntryInput = z.output<typeof teamEntrySchema>;
