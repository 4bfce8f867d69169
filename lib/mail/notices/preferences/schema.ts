import { z } from "zod";

/** The kinds of mail that shall come. */
export const preferencesSchema = z.object({ kinds: z.array(z.string().max(60)).max(100) });
