import { z } from "zod";
import { line } from "@/lib/kit/typed-text";

export const startViewSchema = z.object({
  /** Made with the form: the same form sent twice is one look. */
  id: z.uuid(),
  contact: z.uuid(),
  reason: line("Enter why. The client reads it.", 500),
});
export type StartViewInput = z.output<typeof startViewSchema>;

export const endViewSchema = z.object({});
