import { z } from "zod";

/** How often kinds of mail shall come, each as `kind:frequency`, for example `case-message:daily`. */
export const preferencesSchema = z.object({ often: z.array(z.string().max(80)).max(100) });
