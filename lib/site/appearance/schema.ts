import { z } from "zod";
import { THEMES } from "./rules";

export const themeSchema = z.object({
  theme: z.enum(THEMES),
  /** Path of the page on which the choice was made. */
  back: z.string().max(2000),
});
