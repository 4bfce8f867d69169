import { CHANGE_FIELDS, type ChangeField, type Scope, type TeamRole } from "@/db/schema/constants";
import type { WantedRights } from "@/db/schema/requests";
import type { Brand } from "@/lib/gate/brand/types";
import { CHANGE_LABELS } from "@/lib/threads/requests/rules";
import type { LockedDetails } from "./queries";

/** On a brand whose contacts reach the cases of their primary company alone, a relation opens nothing. */
const RELATIONS_OF_RECORD = "They are kept for the record. What you see is your own company’s, its cases too.";

/** Why only portal support changes the field, as the client reads it beside the lock. It is true of their brand. */
export function changeReason(field: ChangeField, { companyAccess }: Pick<Brand, "companyAccess">): string {
  return field === "relations" && companyAccess === "primary" ? RELATIONS_OF_RECORD : CHANGE_REASONS[field];
}

const CHANGE_REASONS: Readonly<Record<ChangeField, string>> = {
  name: "It stands on your requests, cases and payments.",
  email: "It is how you sign in and where your mail goes.",
  company: "It decides whose invoices, estimates and agreements you see.",
  relations: "They decide for which other companies you can work with cases.",
  rights: "They decide what you see and do for your company.",
  support: "Support cases come with a support agreement and the right to them.",
  account_team: "We assign the people who look after your company.",
};

/** What a scope of cases or requests lets a contact see, the least first. */
export const CASES_WORDS: Readonly<Record<Scope, string>> = {
  none: "No support cases",
  own: "Support cases you filed or take part in",
  company: "All support cases of your company",
};
export const REQUESTS_WORDS: Readonly<Record<Scope, string>> = {
  none: "No requests to the account team",
  own: "Requests you sent yourself",
  company: "All requests of your company",
};

/**
 * Rights in plain words, one line each. The right to cases is not among them: it is the field `support`, in the words
 * of CASES_WORDS.
 */
export function rightsWords({ billing, pay, requests }: Omit<WantedRights, "cases">): string[] {
  return [
    billing ? "Invoices, estimates and statements" : "No invoices, estimates or statements",
    billing && pay ? "Pay invoices" : "No payments",
    REQUESTS_WORDS[requests],
  ];
}

/** Fields whose wanted value is a line of text. */
export type TextField = "name" | "email" | "company" | "relations" | "account_team";

/** The field of an address such as `/settings/change?field=email`; null for anything else. */
export function parseChangeField(text: string | null | undefined): ChangeField | null {
  return CHANGE_FIELDS.find((field) => field === text) ?? null;
}

/** `Change of sign-in email` */
export const changeSubject = (field: ChangeField) => `Change of ${CHANGE_LABELS[field].toLowerCase()}`;

/** `Dana Whitfield, account manager` */
export const teamWords = ({ name, role }: { readonly name: string; readonly role: TeamRole }) =>
  `${name}, ${role.replaceAll("_", " ")}`;

/** The current value of a field, in the words that client and staff read in the request. */
export function currentWords(locked: LockedDetails, field: ChangeField): string {
  switch (field) {
    case "name":
      return locked.name;
    case "email":
      return locked.email;
    case "company":
      return locked.company ?? "None";
    case "relations":
      return locked.relations.join("; ") || "None";
    case "rights":
      return rightsWords(locked.rights).join("; ");
    case "support":
      return CASES_WORDS[locked.rights.cases];
    case "account_team":
      return locked.team.map(teamWords).join("; ") || "Nobody";
  }
}
