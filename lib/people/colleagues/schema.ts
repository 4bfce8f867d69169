import { z } from "zod";
import { CASES_SCOPES, REQUESTS_SCOPES } from "@/db/schema/constants";
import { firstParameter, type RawParameters } from "@/lib/kit/lists/address";
import { line } from "@/lib/kit/typed-text";
import { routes } from "@/lib/routes";
import type { ColleagueRights } from "./rules";

const MONEY_CHOICES = ["none", "read", "pay"] as const;

export const inviteSchema = z.object({
  /** Made with the form: the same form sent twice is one invitation. */
  id: z.uuid(),
  name: line("Enter the first and last name.", 200),
  email: line("Enter the work email.", 254)
    .pipe(z.email("Enter an address like name@company.com."))
    .transform((address) => address.toLowerCase()),
  money: z.enum(MONEY_CHOICES, "Choose what of invoices they see."),
  cases: z.enum(CASES_SCOPES, "Choose which support cases they see."),
  requests: z.enum(REQUESTS_SCOPES, "Choose which requests they see."),
  companyAdmin: z.enum(["no", "yes"], "Choose whether they look after colleagues."),
});
export type InviteInput = z.output<typeof inviteSchema>;

export const removeSchema = z.object({
  /** Made with the form: the same form sent twice is one removal. */
  id: z.uuid(),
  colleague: z.uuid(),
});
export type RemoveInput = z.output<typeof removeSchema>;

/** The rights that the form asks for. */
export const wantedRights = ({ money, cases, requests, companyAdmin }: InviteInput): ColleagueRights => ({
  ...{ billing: money !== "none", pay: money === "pay" },
  ...{ cases, requests, companyAdmin: companyAdmin === "yes" },
});

export const COLLEAGUES_DONE = {
  invited:
    "The invitation is on its way. The link in the mail works for an hour; after that a new one is sent from the page Log in.",
  removed: "Their access has ended. Portal support was told.",
} as const;
type Done = keyof typeof COLLEAGUES_DONE;

/** What was done just now and who is about to be removed, from the address of the page. */
export function parseColleagues(raw: RawParameters): { readonly done: Done | null; readonly removing: string | null } {
  const done = firstParameter(raw, "done");
  const removing = firstParameter(raw, "remove");
  return {
    done: done === "invited" || done === "removed" ? done : null,
    removing: removing !== null && z.uuid().safeParse(removing).success ? removing : null,
  };
}

export const colleaguesHref = (over: { readonly done?: Done; readonly remove?: string } = {}) => {
  const query = new URLSearchParams(over);
  return `${routes.settingsCompany}${query.size ? `?${query}` : ""}#colleagues`;
};
