import { z } from "zod";
import { chosenIds } from "@/lib/people/bulk-deeds/schema";

/** The form on the page of a mail. A mail is sent again once, so its id tells a form sent twice. */
export const sendAgainSchema = z.object({ mail: z.uuid() });
export type SendAgain = z.output<typeof sendAgainSchema>;

export const bulkSendAgainSchema = z.object(chosenIds("mail"));
export type BulkSendAgain = z.output<typeof bulkSendAgainSchema>;
