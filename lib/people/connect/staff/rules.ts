import type { Scope, VisitorSource, VisitorState } from "@/db/schema/constants";
import { firmDomainOf, mailboxOf } from "@/lib/people/connect/rules";

export const SOURCE_LABELS: Readonly<Record<VisitorSource, string>> = { connect: "Connect with Us" };
export const DECIDED_LABELS: Readonly<Record<Exclude<VisitorState, "waiting">, string>> = {
  approved: "Approved",
  declined: "Declined",
  blocked: "Blocked",
};

type Money = "none" | "read" | "pay";
export interface ChosenRights {
  readonly money: Money;
  readonly cases: Scope;
  readonly requests: Scope;
}

/** Rights by job, to begin from. Each right can be chosen otherwise before the approval. */
export const PRESETS = {
  pays: { label: "Pays invoices", rights: { money: "pay", cases: "none", requests: "own" } },
  engineer: { label: "Engineer", rights: { money: "none", cases: "company", requests: "own" } },
  manager: { label: "Manager", rights: { money: "pay", cases: "company", requests: "company" } },
} as const satisfies Record<string, { readonly label: string; readonly rights: ChosenRights }>;
export type Preset = keyof typeof PRESETS;
const LEAST: ChosenRights = { money: "none", cases: "none", requests: "own" };

export const isPreset = (word: string | null): word is Preset => word !== null && Object.hasOwn(PRESETS, word);

/** The rights of a preset; without one the least that everybody has. */
export const rightsOf = (preset: Preset | null): ChosenRights => (preset ? PRESETS[preset].rights : LEAST);

export const MONEY_LABELS: Readonly<Record<Money, string>> = {
  none: "No invoices, estimates or statements",
  read: "See invoices, estimates and statements",
  pay: "See them and pay invoices",
};
export const CASES_LABELS: Readonly<Record<Scope, string>> = {
  none: "No support cases",
  own: "Own cases",
  company: "All cases of the company",
};
export const REQUESTS_LABELS: Readonly<Record<Scope, string>> = {
  none: "Own requests so far, no new ones",
  own: "Own requests",
  company: "All requests of the company",
};

/** Words that say how a firm is constituted, and words that any name may have. */
const FILLERS = new Set(
  "inc incorporated llc llp lp ltd limited co corp corporation company plc pllc gmbh ag kg sa sas sarl srl bv nv ab oy pty the and of group holding holdings".split(
    " ",
  ),
);

/** The words by which names of firms are compared: `The Keystone Foods Co., Inc.` -> keystone, foods. */
export function nameWords(name: string): readonly string[] {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const told = words.filter((word) => !FILLERS.has(word));
  return told.length > 0 ? told : words;
}

type NameLikeness = "same" | "similar" | null;

/** Whether two names may be of one firm: the same words, or all words of one in the other. */
export function likenessOfNames(one: string, other: string): NameLikeness {
  const [first, second] = [nameWords(one), nameWords(other)];
  if (first.length === 0 || second.length === 0) return null;
  if (first.join(" ") === second.join(" ")) return "same";
  const [few, many] = first.length <= second.length ? [first, second] : [second, first];
  const isWithin = few.every((word) => many.includes(word)) && few.some((word) => word.length >= 4);
  return isWithin ? "similar" : null;
}

export interface CompanyCandidate {
  readonly id: string;
  readonly name: string;
  readonly city: string | null;
  readonly mailDomains: readonly string[];
}

/** A contact of the brand who may be the same person or a colleague. */
export interface NearContact {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isClosed: boolean;
  readonly company: CompanyCandidate | null;
}

interface Asking {
  readonly name: string;
  readonly email: string;
  readonly company: string;
}

export interface Suggestion {
  readonly company: CompanyCandidate;
  /** Why, as staff read it: `Same mail domain keystone.example (3 contacts)`. */
  readonly reasons: readonly string[];
}

const MOST_SUGGESTIONS = 5;

/**
 * Companies that a visitor may belong to, the likeliest first: by the mail domain that the company is known for or its
 * contacts have, and by name. A domain at which anybody can have a mailbox says nothing.
 */
export function suggestCompanies(
  asking: Asking,
  candidates: readonly CompanyCandidate[],
  near: readonly NearContact[],
): readonly Suggestion[] {
  const domain = firmDomainOf(asking.email);
  const all = new Map(candidates.map((company) => [company.id, company]));
  const colleagues = new Map<string, number>();
  for (const { email, company, isClosed } of near) {
    if (!company || isClosed || domain === null || firmDomainOf(email) !== domain) continue;
    all.set(company.id, company);
    colleagues.set(company.id, (colleagues.get(company.id) ?? 0) + 1);
  }
  return [...all.values()]
    .map((company) => {
      const people = colleagues.get(company.id) ?? 0;
      const ofDomain = domain !== null && (people > 0 || company.mailDomains.includes(domain));
      const likeness = likenessOfNames(asking.company, company.name);
      const counted =
        people === 0 ? "" : people === 1 ? " (1 contact)" : ` (${people.toLocaleString("en-US")} contacts)`;
      const reasons = [
        ofDomain ? `Same mail domain ${domain}${counted}` : null,
        likeness === "same" ? "Same name" : likeness === "similar" ? "Similar name" : null,
      ].filter((reason) => reason !== null);
      const score = (ofDomain ? 4 : 0) + (likeness === "same" ? 2 : likeness === "similar" ? 1 : 0);
      return { company, reasons, score, people };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.people - a.people || (a.company.name < b.company.name ? -1 : 1))
    .slice(0, MOST_SUGGESTIONS)
    .map(({ company, reasons }) => ({ company, reasons }));
}

export interface LikelyContact extends NearContact {
  readonly reason: string;
}

const MOST_LIKELY = 10;
const fold = (name: string) => nameWords(name).join(" ");

/** Contacts who may be the same person as the visitor, the likeliest first. Colleagues with other names are not. */
export function likelyContacts(asking: Asking, near: readonly NearContact[]): readonly LikelyContact[] {
  const mailbox = mailboxOf(asking.email);
  const domain = firmDomainOf(asking.email);
  return near
    .flatMap((contact) => {
      const isNamesake = fold(contact.name) === fold(asking.name);
      const isNeighbour = domain !== null && firmDomainOf(contact.email) === domain;
      if (contact.email === asking.email) return [{ ...contact, rank: 0, reason: "Same address" }];
      if (mailboxOf(contact.email) === mailbox) return [{ ...contact, rank: 1, reason: "Same mailbox" }];
      if (isNamesake && isNeighbour) return [{ ...contact, rank: 2, reason: "Same name and mail domain" }];
      return isNamesake ? [{ ...contact, rank: 3, reason: "Same name" }] : [];
    })
    .sort((a, b) => a.rank - b.rank || (a.email < b.email ? -1 : 1))
    .slice(0, MOST_LIKELY)
    .map(({ rank: _, ...contact }) => contact);
}
