import { z } from "zod";

/** How often which kinds of mail shall come: `case-message:daily`. */
export const preferencesSchema = z.object({ often: z.array(z.string().max(80)).max(100) });
