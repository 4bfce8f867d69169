import { z } from "zod";
import { line } from "@/lib/kit/typed-text";

export const visitorErasureSchema = z.object({
  visitor: z.uuid(),
  reason: line("Say why, without naming the person.", 300),
  /** The visitor's address, typed to show that this person is meant. */
  confirm: z.string().trim().toLowerCase().min(1, "Type the address of the visitor."),
});
export type VisitorErasureInput = z.output<typeof visitorErasureSchema>;
