import type { EstimateState } from "@/db/schema/constants";
import { numberedAddress, quotationAddress } from "@/lib/gate/brand/quotation";
import type { Brand } from "@/lib/gate/brand/types";
import { daysBetween, NO_END } from "@/lib/kit/time";

/** An estimate ends soon if its last day is within this many days. */
export const ESTIMATE_ENDS_SOON_DAYS = 14;

export type EstimateStatus = "Open" | "Expired" | "Accepted" | "Declined" | "Withdrawn";

/**
 * The facts that decide the status. `expiresOn` is `YYYY-MM-DD`: the estimate is valid to the end of that day in the
 * brand's zone.
 */
export interface EstimateFacts {
  readonly state: EstimateState;
  readonly expiresOn: string;
}

/**
 * Status on `today` (`YYYY-MM-DD` in the brand's zone): the ERP's state, but Expired for an open estimate past its last
 * day.
 */
export function estimateStatus({ state, expiresOn }: EstimateFacts, today: string): EstimateStatus {
  switch (state) {
    case "open":
      return expiresOn < today ? "Expired" : "Open";
    case "accepted":
      return "Accepted";
    case "declined":
      return "Declined";
    case "withdrawn":
      return "Withdrawn";
  }
}

/** Whether the estimate is open and its last day is within ESTIMATE_ENDS_SOON_DAYS. */
export function endsSoon(facts: EstimateFacts, today: string): boolean {
  return estimateStatus(facts, today) === "Open" && daysBetween(today, facts.expiresOn) <= ESTIMATE_ENDS_SOON_DAYS;
}

/**
 * How the end of an estimate reads: `No end` / `Ends today` / `Ends tomorrow` / `Ends in 5 days` / `Ended yesterday` /
 * `Ended 3 days ago`.
 */
export function estimateEndWords(expiresOn: string, today: string): string {
  if (expiresOn === NO_END) return "No end";
  const days = daysBetween(today, expiresOn);
  if (days === -1) return "Ended yesterday";
  if (days < 0) return `Ended ${(-days).toLocaleString("en-US")} days ago`;
  if (days === 0) return "Ends today";
  return days === 1 ? "Ends tomorrow" : `Ends in ${days.toLocaleString("en-US")} days`;
}

/**
 * Time left as in estimateEndWords; null once the estimate is no longer open, because the last day then has no meaning.
 */
export function timeLeftWords(facts: EstimateFacts, today: string): string | null {
  return facts.state === "open" ? estimateEndWords(facts.expiresOn, today) : null;
}

/**
 * Whether the Quotation Portal has something for the client: an offer to accept, or the one that was accepted. For an
 * offer that expired, was declined or was withdrawn, the client must ask a person.
 */
export function leadsToQuotation(status: EstimateStatus): boolean {
  return status === "Open" || status === "Accepted";
}

/**
 * Where **Open in Quotation Portal** leads: the estimate's own address if it is on one of the brand's hosts, else the
 * brand's address with the number in it, else null. Nothing is added to an address, and it holds nothing about the
 * viewer. `loopback` allows plain http to this machine, for the demo alone.
 */
export function quotationTarget(
  estimate: { readonly number: string; readonly quoteUrl: string | null },
  brand: Pick<Brand, "quotationUrl" | "quotationHosts">,
  options: { readonly loopback?: boolean } = {},
): string | null {
  const own = estimate.quoteUrl === null ? null : quotationAddress(estimate.quoteUrl, brand.quotationHosts, options);
  return own ?? numberedAddress(brand, estimate.number, options);
}
