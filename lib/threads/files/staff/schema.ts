import { z } from "zod";
import { THREAD_KINDS } from "@/db/schema/constants";
import { threadNumber } from "@/lib/threads/schema";

/** The decision about a held file, and the thread that the file is in. */
export const decideFileSchema = z.object({
  number: z.union(THREAD_KINDS.map((kind) => threadNumber(kind))),
  file: z.string().regex(/^[A-Za-z0-9_-]{32}$/),
  decision: z.enum(["release", "discard"]),
});
export type DecideFileInput = z.output<typeof decideFileSchema>;
