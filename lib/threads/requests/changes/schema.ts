import { z } from "zod";
import { CASES_SCOPES, CHANGE_FIELDS, REQUESTS_SCOPES } from "@/db/schema/constants";
import { line } from "@/lib/kit/typed-text";
import { messageFields } from "@/lib/threads/schema";

/** What a contact may see and do with invoices and payments, the least first. */
const MONEY_CHOICES = ["none", "read", "pay"] as const;

/**
 * What the form of a change sends. Which of the optional fields are needed depends on `field`, and is checked in
 * lib/threads/requests/changes/service.ts.
 */
export const changeSchema = z.object({
  /** Made with the form: the same form sent twice is one request. */
  id: z.uuid(),
  field: z.enum(CHANGE_FIELDS),
  wanted: line("Enter what it shall be.", 300).optional(),
  money: z.enum(MONEY_CHOICES).optional(),
  cases: z.enum(CASES_SCOPES).optional(),
  requests: z.enum(REQUESTS_SCOPES).optional(),
  body: messageFields.body.optional(),
});
export type ChangeInput = z.output<typeof changeSchema>;

/** A mail address in lower case, as accounts have it. */
export const newEmail = z
  .email("Enter an address like name@company.com.")
  .max(254, "Enter an address of at most 254 characters.")
  .transform((address) => address.toLowerCase());

/**
 * A change of the sign-in email also needs the current password, exactly as typed. The new address is checked first, so
 * that nobody has to type the password again because of a mistake in the address.
 */
export const askForChangeSchema = changeSchema
  .extend({ currentPassword: z.string().optional() })
  .superRefine(({ field, wanted }, context) => {
    if (field !== "email" || wanted === undefined) return;
    const message = newEmail.safeParse(wanted).error?.issues[0]?.message;
    if (message) context.addIssue({ code: "custom", path: ["wanted"], message });
  });
