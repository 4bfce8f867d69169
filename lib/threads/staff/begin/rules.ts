import type { Scope } from "@/db/schema/constants";

/** Why a contact could not see a thread that is opened in their name. */
export type Unseeing = "closed" | "elsewhere" | "no-cases" | "no-agreement" | "no-billing";

interface Facts {
  /** The primary company. */
  readonly companyId: string | null;
  readonly cases: Scope;
  readonly isClosed: boolean;
}

/** The reason for somebody whom the database does not count among those who could see the thread. */
export function whyUnseeing(
  { companyId, cases, isClosed }: Facts,
  thread: { readonly kind: "case" | "request"; readonly companyId: string },
): Unseeing {
  if (isClosed) return "closed";
  if (thread.kind === "case") return cases === "none" ? "no-cases" : "no-agreement";
  return companyId === thread.companyId ? "no-billing" : "elsewhere";
}

/** `has no right to cases`: the end of a sentence that begins with the contact's name. */
export const UNSEEING_WORDS: Readonly<Record<Unseeing, string>> = {
  closed: "has a closed account",
  elsewhere: "is not of this company",
  "no-cases": "has no right to cases",
  "no-agreement": "has no support agreement in force here",
  "no-billing": "may not read invoices and estimates",
};

const MOST_NAMED = 5;

/** `Ann Reyes, Bob Ito and 3 others`; null for nobody. */
export function namedPeople(names: readonly string[]): string | null {
  if (names.length === 0) return null;
  const named = names.length > MOST_NAMED ? names.slice(0, MOST_NAMED - 1) : names;
  const others = names.length - named.length;
  const all = others > 0 ? [...named, `${others} others`] : [...named];
  const last = all.pop();
  return all.length === 0 ? `${last}` : `${all.join(", ")} and ${last}`;
}

/** The sentence for a form whose contact could not see the thread, with those who could. */
export function unseeingSentence(name: string, why: Unseeing, able: readonly string[]): string {
  const others = namedPeople(able);
  const can = others === null ? "Nobody of this company can see it today." : `Who can see it: ${others}.`;
  return `${name} ${UNSEEING_WORDS[why]}, so they would not see this. ${can}`;
}
