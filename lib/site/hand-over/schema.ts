import { z } from "zod";

/** What one person may hold open. A renewal is a request about an agreement that ends: it has a line of its own. */
export const OPEN_WORK = ["case", "request", "renewal", "chat"] as const;
export type OpenWork = (typeof OPEN_WORK)[number];

export const handOverSchema = z.object({
  account: z.uuid(),
  work: z.enum(OPEN_WORK),
  to: z.uuid("Choose a colleague from the list."),
});
export type HandOverInput = z.output<typeof handOverSchema>;
