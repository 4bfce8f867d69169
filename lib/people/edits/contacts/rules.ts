import type { Scope } from "@/db/schema/constants";

/** What a contact may see and do with invoices and payments, the least first. To pay needs to read. */
export const MONEY_CHOICES = ["none", "read", "pay"] as const;
type MoneyChoice = (typeof MONEY_CHOICES)[number];
export const YES_NO = ["no", "yes"] as const;

export const MONEY_WORDS: Readonly<Record<MoneyChoice, string>> = {
  none: "No invoices, estimates or statements",
  read: "Read invoices, estimates and statements",
  pay: "Read them and pay invoices",
};
export const CASES_RIGHT_WORDS: Readonly<Record<Scope, string>> = {
  none: "No support cases",
  own: "Cases they filed or take part in",
  company: "All cases of the company",
};
export const REQUESTS_RIGHT_WORDS: Readonly<Record<Scope, string>> = {
  none: "No requests to the account team",
  own: "Requests they sent themselves",
  company: "All requests of the company",
};

export interface Rights {
  readonly billing: boolean;
  readonly pay: boolean;
  readonly cases: Scope;
  readonly requests: Scope;
  readonly companyAdmin: boolean;
}

export const moneyOf = ({ billing, pay }: Pick<Rights, "billing" | "pay">): MoneyChoice =>
  billing ? (pay ? "pay" : "read") : "none";

/** Rights in plain words, one line each. */
export function rightsLines(rights: Rights): string[] {
  return [
    MONEY_WORDS[moneyOf(rights)],
    CASES_RIGHT_WORDS[rights.cases],
    REQUESTS_RIGHT_WORDS[rights.requests],
    rights.companyAdmin ? "Looks after colleagues" : "Does not look after colleagues",
  ];
}

/**
 * What a form was made from, as the form carries it: two forms of the same values carry the same text. It holds what is
 * on screen anyway.
 */
export const basis = (values: readonly (string | boolean | null)[]): string => JSON.stringify(values);

/** What the forms of a contact are made from: see `basis`. */
export const basisOfDetails = (contact: {
  readonly name: string;
  readonly jobTitle: string | null;
  readonly companyId: string | null;
}) => basis([contact.name, contact.jobTitle, contact.companyId]);
export const basisOfRights = ({ billing, pay, cases, requests, companyAdmin }: Rights) =>
  basis([billing, pay, cases, requests, companyAdmin]);
export const basisOfAddress = (email: string, waiting: string | null) => basis([email, waiting]);

/** What one edit changed: names of the fields with the value before and after. */
export type Changes = Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;

/** The fields that differ, for the audit log. */
export function changesBetween<T extends object>(before: T, after: { readonly [K in keyof T]: T[K] }): Changes {
  const names = Object.keys(before) as (keyof T & string)[];
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => [name, { before: before[name], after: after[name] }]),
  );
}

/** Why a contact gets no invitation, or null: they get one. */
export function whyNotInvited(contact: {
  readonly closedAt: Date | null;
  readonly hasPassword: boolean;
  /** When they were last mailed a link. */
  readonly invitedAt: Date | null;
  /** System time. */
  readonly now: Date;
}): string | null {
  if (contact.closedAt !== null) return "The account is disabled";
  if (contact.hasPassword) return "Signs in already";
  const day = 24 * 60 * 60_000;
  if (contact.invitedAt && contact.now.getTime() - contact.invitedAt.getTime() < day)
    return "Invited within the last day";
  return null;
}
