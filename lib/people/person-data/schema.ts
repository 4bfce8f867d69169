import { z } from "zod";
import { line } from "@/lib/kit/typed-text";

export const erasureSchema = z.object({
  contact: z.uuid(),
  reason: line("Say why, without naming the person.", 300),
  /** The contact's sign-in address, typed to show that this person is meant. */
  confirm: z.string().trim().toLowerCase().min(1, "Type the address of the contact."),
});
export type ErasureInput = z.output<typeof erasureSchema>;
