import { z } from "zod";
import { COMPANY_FIELDS } from "@/db/schema/constants";
import { line } from "@/lib/kit/typed-text";

const company = z.uuid();
const text = (maximum: number) => line("Enter something, or leave it empty.", maximum).optional();

export const editCompanySchema = z.object({
  company,
  /** The values that the form was made from: see lib/people/edits/contacts/rules.ts. */
  based: z.string().max(4_000),
  name: line("Enter a name.", 200),
  phone: text(60),
  /** Mail domains with spaces or commas between them. */
  mailDomains: text(1_000),
  line1: text(200),
  line2: text(200),
  city: text(200),
  region: text(200),
  postalCode: text(40),
  country: text(80),
  reason: line("Say why.", 500).optional(),
});
export type EditCompanyInput = z.output<typeof editCompanySchema>;

export const handBackCompanyFieldSchema = z.object({ company, field: z.enum(COMPANY_FIELDS) });
export type HandBackCompanyFieldInput = z.output<typeof handBackCompanyFieldSchema>;

export const inviteAllSchema = z.object({
  company,
  /** Made with the form. With each contact it makes the id of one mail, so that the form sent twice mails once. */
  batch: z.uuid(),
});
export type InviteAllInput = z.output<typeof inviteAllSchema>;
