import { z } from "zod";
import { FAQ_AUDIENCES } from "@/db/schema/content-constants";

const anchor = z.string().regex(/^[a-z0-9-]{1,80}$/);

const entry = z.object({
  id: anchor,
  question: z.string(),
  answer: z.string(),
  audience: z.enum(FAQ_AUDIENCES),
  onHomePage: z.boolean().default(false),
});

/** A brand's whole FAQ, as its versions hold it. */
export const faqDocument = z.object({
  groups: z.array(z.object({ id: anchor, title: z.string(), entries: z.array(entry) })),
});
export type FaqDocument = z.output<typeof faqDocument>;
export type FaqGroup = FaqDocument["groups"][number];
export type FaqDocumentEntry = FaqGroup["entries"][number];
