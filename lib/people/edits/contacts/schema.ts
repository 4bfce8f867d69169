import { z } from "zod";
import { CASES_SCOPES, REQUESTS_SCOPES } from "@/db/schema/constants";
import { line } from "@/lib/kit/typed-text";
import { MONEY_CHOICES, YES_NO } from "./rules";

const contact = z.uuid();
/** The values that the form was made from, so that a colleague's edit in the meantime is noticed. */
const based = z.string().max(4_000);
const reason = line("Say why.", 500).optional();
const name = line("Enter a name.", 200);

export const editContactSchema = z.object({
  contact,
  based,
  name,
  jobTitle: line("Enter a job title.", 200).optional(),
  /** Name of the primary company, or its number in the ERP. Absent: none. */
  company: line("Enter a company.", 200).optional(),
  reason,
});
export type EditContactInput = z.output<typeof editContactSchema>;

export const editRightsSchema = z.object({
  contact,
  based,
  money: z.enum(MONEY_CHOICES, "Choose what of invoices they see."),
  cases: z.enum(CASES_SCOPES, "Choose which support cases they see."),
  requests: z.enum(REQUESTS_SCOPES, "Choose which requests they see."),
  companyAdmin: z.enum(YES_NO, "Choose whether they look after colleagues."),
  reason,
});
export type EditRightsInput = z.output<typeof editRightsSchema>;

export const newAddressSchema = z.object({
  contact,
  based,
  address: z
    .email("Enter an address like name@company.com.")
    .max(254, "Enter an address of at most 254 characters.")
    .transform((address) => address.toLowerCase()),
  reason,
});
export type NewAddressInput = z.output<typeof newAddressSchema>;

export const addRelationSchema = z.object({
  contact,
  company: line("Enter the company’s name or its number.", 200),
  reason,
});
export type AddRelationInput = z.output<typeof addRelationSchema>;

export const removeRelationSchema = z.object({ contact, company: z.uuid() });

export const disableSchema = z.object({ contact, reason });
export type DisableInput = z.output<typeof disableSchema>;
export const enableSchema = z.object({ contact });

/** `id` is made with the form: the same form sent twice is one mail. */
export const inviteSchema = z.object({ id: z.uuid(), contact });
export type InviteInput = z.output<typeof inviteSchema>;
