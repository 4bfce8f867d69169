import { z } from "zod";
import { caseNumber } from "@/lib/threads/cases/schema";

/** **I have it** on the page of a case, or on the small one that the mail leads to. */
export const haveItSchema = z.object({ number: caseNumber, from: z.enum(["case", "alarm"]) });
export type HaveItInput = z.output<typeof haveItSchema>;
