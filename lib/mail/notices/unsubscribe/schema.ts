import { z } from "zod";

/** Of the mail that is to stop. */
export const unsubscribeSchema = z.object({ token: z.string().max(300) });
