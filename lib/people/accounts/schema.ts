import { z } from "zod";
import { STAFF_ROLES } from "@/db/schema/constants";
import { line } from "@/lib/kit/typed-text";

const person = {
  name: line("Enter the name.", 100),
  /** An empty field takes out what stood there. */
  jobTitle: z.string().trim().max(100, "Use at most 100 characters.").optional(),
  phone: z.string().trim().max(40, "Use at most 40 characters.").optional(),
  roles: z.array(z.enum(STAFF_ROLES, "Choose a role from the list.")).min(1, "Choose at least one role."),
  brands: z
    .array(z.string().regex(/^[a-z][a-z0-9-]{1,30}$/, "Choose a brand from the list."))
    .min(1, "Choose at least one brand.")
    .max(50),
};

export const inviteStaffSchema = z.object({
  /** Made with the form, and the id of the account: the same form sent twice is one account and one mail. */
  id: z.uuid(),
  email: z
    .string()
    .trim()
    .toLowerCase()
    .max(254, "Enter an email address.")
    .regex(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+\.[^\s@\p{Cc}]+$/u, "Enter an email address."),
  ...person,
});
export type InviteStaffInput = z.output<typeof inviteStaffSchema>;

/** `seen`: when the account was last changed, as the form showed it. A late form must not undo a colleague's. */
export const changeStaffSchema = z.object({ account: z.uuid(), seen: z.string().max(40), ...person });
export type ChangeStaffInput = z.output<typeof changeStaffSchema>;

export const accountSchema = z.object({ account: z.uuid() });
export type AccountInput = z.output<typeof accountSchema>;

export const staffSessionSchema = z.object({ account: z.uuid(), session: z.uuid() });
export type StaffSessionInput = z.output<typeof staffSessionSchema>;
