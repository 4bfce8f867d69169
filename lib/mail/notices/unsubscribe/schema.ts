import { z } from "zod";

/** `token`: names the kind of mail that is to stop, and the person (lib/mail/unsubscribe/token.ts). */
export const unsubscribeSchema = z.object({ token: z.string().max(300) });
