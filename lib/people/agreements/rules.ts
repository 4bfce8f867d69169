import type { AgreementKind } from "@/db/schema/constants";
import { addDays, daysBetween } from "@/lib/kit/time";

/** A term from `startsOn` to `endsOn`, both days included, in the brand's time zone. */
export interface AgreementTerm {
  readonly product: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly state: "active" | "cancelled";
}

/** An agreement ends soon when this many days or fewer are left. */
const ENDS_SOON_DAYS = 60;

export type SupportStanding<T extends AgreementTerm = AgreementTerm> =
  | { readonly kind: "in-force"; readonly term: T; readonly daysLeft: number; readonly endsSoon: boolean }
  | { readonly kind: "upcoming"; readonly term: T }
  | { readonly kind: "ended"; readonly term: T }
  | { readonly kind: "none" };

/** Runs on `today` (`YYYY-MM-DD` in the brand's zone): not cancelled, and today is within the term, both days included. */
export function isInForce(term: AgreementTerm, today: string): boolean {
  return term.state === "active" && term.startsOn <= today && today <= term.endsOn;
}

/**
 * How a company stands with its support agreements: the one in force that ends last; else the next to begin; else the
 * last that ended. A cancelled agreement counts as ended, whatever its term says.
 */
export function supportStanding<T extends AgreementTerm>(terms: readonly T[], today: string): SupportStanding<T> {
  const byEnd = [...terms].sort((a, b) => (a.endsOn < b.endsOn ? 1 : a.endsOn > b.endsOn ? -1 : 0));
  const inForce = byEnd.find((term) => isInForce(term, today));
  if (inForce) {
    const daysLeft = daysBetween(today, inForce.endsOn);
    return { kind: "in-force", term: inForce, daysLeft, endsSoon: daysLeft <= ENDS_SOON_DAYS };
  }
  const upcoming = terms
    .filter((term) => term.state === "active" && today < term.startsOn)
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))[0];
  if (upcoming) return { kind: "upcoming", term: upcoming };
  const last = byEnd[0];
  return last ? { kind: "ended", term: last } : { kind: "none" };
}

/** `Ends today` / `Ends tomorrow` / `Ends in 23 days`. */
export function endWords(daysLeft: number): string {
  if (daysLeft === 0) return "Ends today";
  return daysLeft === 1 ? "Ends tomorrow" : `Ends in ${daysLeft} days`;
}

/** For how many days after its end an agreement is still up for renewal. */
const RENEWAL_DAYS = 90;

/** The agreement ends within this many days, or it ended at most RENEWAL_DAYS ago. */
export type RenewalWindow = 30 | 60 | 90 | "ended";

/**
 * The renewal window of an agreement on `today` (`YYYY-MM-DD` in the brand's zone): it ends within 30, 60 or 90 days,
 * today included, or ended at most 90 days ago. Null for an agreement that ends later, ended longer ago, has not begun
 * or was cancelled.
 */
export function renewalWindow(
  term: Pick<AgreementTerm, "startsOn" | "endsOn" | "state">,
  today: string,
): RenewalWindow | null {
  if (term.state === "cancelled" || today < term.startsOn) return null;
  const daysLeft = daysBetween(today, term.endsOn);
  if (daysLeft < 0) return daysLeft >= -RENEWAL_DAYS ? "ended" : null;
  return ([30, 60, 90] as const).find((days) => daysLeft <= days) ?? null;
}

interface KindOfAgreement extends AgreementTerm {
  readonly kind: AgreementKind;
}

/** The most days that a term and the next one may have in common. */
const OVERLAP_DAYS = 31;

/**
 * Active terms that follow `term` for the same thing: of the same kind and product. Support agreements of a company
 * follow each other whatever their product, which is the level of support.
 */
function nextTerms<T extends KindOfAgreement>(term: KindOfAgreement, all: readonly T[]): readonly T[] {
  return all.filter(
    (next) =>
      next.state === "active" &&
      next.kind === term.kind &&
      (next.kind === "support" || next.product === term.product) &&
      next.startsOn > term.startsOn &&
      next.startsOn > addDays(term.endsOn, -OVERLAP_DAYS) &&
      next.endsOn > term.endsOn,
  );
}

/** The term that follows and ends last, whose end is still to come on `today`; null where there is none. */
export function followingTerm<T extends KindOfAgreement>(
  term: KindOfAgreement,
  all: readonly T[],
  today: string,
): T | null {
  const following = nextTerms(term, all).filter(({ endsOn }) => endsOn >= today);
  return following.reduce<T | null>((last, next) => (last && last.endsOn >= next.endsOn ? last : next), null);
}

/** Is there a next term that has not ended yet? A next term that ended before today does not count as a renewal. */
function isRenewed(term: KindOfAgreement, all: readonly KindOfAgreement[], today: string): boolean {
  return nextTerms(term, all).some(({ endsOn }) => endsOn >= today);
}

export interface AgreementsByRenewal<T> {
  /**
   * Agreements in a renewal window that are not renewed: first those that have not ended, the earliest end first; then
   * those that have ended, the latest end first.
   */
  readonly soon: readonly { readonly agreement: T; readonly window: RenewalWindow }[];
  /**
   * All other agreements: first those in force and then those that have not begun, the earliest end first; then those
   * that are over, the latest end first. `lapsed`: the agreement has ended and no next term follows it.
   */
  readonly others: readonly { readonly agreement: T; readonly lapsed: boolean }[];
}

/** A company's agreements, with those that are up for renewal apart from the others. */
export function byRenewal<T extends KindOfAgreement>(agreements: readonly T[], today: string): AgreementsByRenewal<T> {
  const rank = (term: KindOfAgreement) => (isInForce(term, today) ? 0 : isStillToBegin(term, today) ? 1 : 2);
  const sorted = [...agreements].sort(
    (a, b) => rank(a) - rank(b) || (rank(a) === 2 ? -1 : 1) * (a.endsOn < b.endsOn ? -1 : a.endsOn > b.endsOn ? 1 : 0),
  );
  const soon: { agreement: T; window: RenewalWindow }[] = [];
  const others: { agreement: T; lapsed: boolean }[] = [];
  for (const agreement of sorted) {
    const window = isRenewed(agreement, agreements, today) ? null : renewalWindow(agreement, today);
    if (window) soon.push({ agreement, window });
    else others.push({ agreement, lapsed: isLapsed(agreement, agreements, today) });
  }
  return { soon, others };
}

/** One agreement: the term that stands for it today, those that it followed and those that are to follow. */
export interface AgreementTerms<T> {
  /** In force, and of several the one that ends last; else the next to begin; else the last that ended. */
  readonly current: T;
  /** The latest first. */
  readonly earlier: readonly T[];
  /** The first to begin first. */
  readonly later: readonly T[];
}

/** The terms of a company as agreements: terms that follow each other for the same thing are one. */
export function asAgreements<T extends KindOfAgreement>(terms: readonly T[], today: string): AgreementTerms<T>[] {
  const byStart = [...terms].sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0));
  const chains = new Map<T, Set<T>>(byStart.map((term) => [term, new Set([term])]));
  for (const term of byStart) {
    const [next] = nextTerms(term, byStart);
    const own = chains.get(term);
    const following = next && chains.get(next);
    if (!own || !following || own === following) continue;
    for (const one of following) {
      own.add(one);
      chains.set(one, own);
    }
  }
  return [...new Set(chains.values())].map((chain) => {
    const all = byStart.filter((term) => chain.has(term));
    const current = standingFor(all, today);
    const place = all.indexOf(current);
    return { current, earlier: all.slice(0, place).reverse(), later: all.slice(place + 1) };
  });
}

function standingFor<T extends KindOfAgreement>([first, ...others]: readonly T[], today: string): T {
  if (!first) throw new RangeError("An agreement has a term");
  const rank = (term: T) => (isInForce(term, today) ? 0 : isStillToBegin(term, today) ? 1 : 2);
  return others.reduce((best, term) => {
    if (rank(term) !== rank(best)) return rank(term) < rank(best) ? term : best;
    // Of terms that are still to begin the first stays.
    return rank(term) !== 1 && term.endsOn > best.endsOn ? term : best;
  }, first);
}

function isLapsed(term: KindOfAgreement, all: readonly KindOfAgreement[], today: string): boolean {
  return agreementState(term, today) === "ended" && nextTerms(term, all).length === 0;
}

function isStillToBegin(term: AgreementTerm, today: string): boolean {
  return term.state === "active" && today < term.startsOn;
}

/** `Ends in 23 days`, `Ended yesterday`, `Ended 40 days ago`: for an agreement in a renewal window. */
export function renewalWords(endsOn: string, today: string): string {
  const daysLeft = daysBetween(today, endsOn);
  if (daysLeft >= 0) return endWords(daysLeft);
  return daysLeft === -1 ? "Ended yesterday" : `Ended ${-daysLeft} days ago`;
}

/** The state of an agreement on `today`. */
export function agreementState(term: AgreementTerm, today: string): "in-force" | "upcoming" | "ended" | "cancelled" {
  if (term.state === "cancelled") return "cancelled";
  if (today < term.startsOn) return "upcoming";
  return today <= term.endsOn ? "in-force" : "ended";
}

export const AGREEMENT_KIND_LABELS: Readonly<Record<AgreementKind, string>> = {
  support: "Support agreement",
  subscription: "Subscription",
  contract: "Contract",
};
