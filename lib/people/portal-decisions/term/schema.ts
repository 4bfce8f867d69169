import { z } from "zod";

/** `seen` is the last day that the form was made from, so that a late form does not undo a colleague's. */
export const setTermSchema = z.object({
  agreement: z.uuid(),
  endsOn: z.iso.date("Enter the last day."),
  seen: z.iso.date(),
});

export type SetTermInput = z.output<typeof setTermSchema>;
