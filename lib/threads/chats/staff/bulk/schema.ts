import { z } from "zod";
import { chosenIds, MOST_AT_ONCE } from "@/lib/people/bulk-deeds/schema";
import { threadNumber } from "@/lib/threads/schema";

export const takeChatsSchema = z.object({
  ...chosenIds("chat"),
  numbers: z
    .array(threadNumber("chat"))
    .min(1, "Choose at least one chat.")
    .max(MOST_AT_ONCE, `Choose at most ${MOST_AT_ONCE} at once.`),
});
export type TakeChats = z.output<typeof takeChatsSchema>;
