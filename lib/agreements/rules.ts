import { daysBetween } from "@/lib/time";

/** A term in days, both included, judged in the brand's zone. */
export interface AgreementTerm {
  readonly product: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly state: "active" | "cancelled";
}

/** From how many days before its end an agreement is said to end soon. */
export const ENDS_SOON_DAYS = 60;

export type SupportStanding =
  | { readonly kind: "in-force"; readonly term: AgreementTerm; readonly daysLeft: number; readonly endsSoon: boolean }
  | { readonly kind: "upcoming"; readonly term: AgreementTerm }
  | { readonly kind: "ended"; readonly term: AgreementTerm }
  | { readonly kind: "none" };

/** Runs on `today` (`YYYY-MM-DD` in the brand's zone): not cancelled, and today is within the term, both days included. */
export function isInForce(term: AgreementTerm, today: string): boolean {
  return term.state === "active" && term.startsOn <= today && today <= term.endsOn;
}

/**
 * How a company stands with its support agreements: the one in force that ends last; else the next to begin; else the
 * last that ended. A cancelled agreement counts as ended, whatever its term says.
 */
export function supportStanding(terms: readonly AgreementTerm[], today: string): SupportStanding {
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
