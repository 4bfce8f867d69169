import { z } from "zod";

/** What a colleague does with a thread: they have it open, write an answer in it, or have left. */
const DOINGS = ["looks", "writes", "left"] as const;
export type Doing = (typeof DOINGS)[number];

/** The query of the route. */
export const hereSchema = z.object({ thread: z.uuid(), doing: z.enum(DOINGS) });
