import type { EndingEstimate } from "@/lib/money/estimates/queries";
import type { InvoiceRow } from "@/lib/money/invoices/queries";
import type { PaymentInProgress } from "@/lib/money/payments/queries";
import type { Agreement } from "@/lib/people/agreements/queries";
import { type AgreementsByRenewal, byRenewal, type RenewalWindow } from "@/lib/people/agreements/rules";
import type { CaseRow } from "@/lib/threads/cases/list/queries";
import type { ListedThread } from "@/lib/threads/list/queries";
import type { RenewalAsked, RequestLine } from "@/lib/threads/requests/list/queries";

/*
 * The one rule of what asks for a client's attention. Rail, bell, lists and dashboard take it from here, or from the
 * conditions named below.
 *
 * Waits on you: a case or request whose status says so (`waitsOnClient`); a payment that you began; an open estimate that
 * ends within fourteen days; an agreement up for renewal about which nobody has asked yet; an overdue invoice.
 * Unread: the newest message is not yours, you have not read it, and you are expected to (`isNews`).
 * A badge counts, in its area, what waits on you or is unread, each thing once.
 */

/** What waits, in the order of the list: people first, then what has a day. */
export type WaitingRow =
  | { readonly kind: "case"; readonly row: CaseRow }
  | { readonly kind: "request"; readonly row: RequestLine }
  | { readonly kind: "payment"; readonly row: PaymentInProgress }
  | { readonly kind: "estimate"; readonly row: EndingEstimate }
  | { readonly kind: "agreement"; readonly row: Agreement; readonly window: RenewalWindow }
  | { readonly kind: "invoice"; readonly row: InvoiceRow };

export type WaitingKind = WaitingRow["kind"];

/** How many of each kind wait, whatever is listed. */
type WaitingCounts = Readonly<Record<WaitingKind, number>>;

export interface Waiting {
  readonly rows: readonly WaitingRow[];
  readonly counts: WaitingCounts;
}

export const WAITING_KINDS = [
  "case",
  "request",
  "payment",
  "estimate",
  "agreement",
  "invoice",
] as const satisfies readonly WaitingKind[];

/** Agreements up for renewal about which no open request asks, as byRenewal orders them. */
export function renewalsWaiting(
  agreements: readonly Agreement[],
  asked: readonly RenewalAsked[],
  today: string,
): AgreementsByRenewal<Agreement>["soon"] {
  const known = new Set(asked.map(({ agreementId }) => agreementId));
  return byRenewal(agreements, today).soon.filter(({ agreement }) => !known.has(agreement.id));
}

/**
 * The rows that are shown where there is room for `most`: each kind gets its first in turn until the room is full, so
 * that ten overdue invoices do not hide a question. The order of the list stays.
 */
export function fairShare(rows: readonly WaitingRow[], most: number): readonly WaitingRow[] {
  const ofKind = WAITING_KINDS.map((kind) => rows.filter((row) => row.kind === kind));
  const taken = ofKind.map(() => 0);
  for (let left = Math.min(most, rows.length); left > 0; ) {
    for (const [place, own] of ofKind.entries()) {
      if (left === 0 || (taken[place] ?? 0) >= own.length) continue;
      taken[place] = (taken[place] ?? 0) + 1;
      left--;
    }
  }
  return ofKind.flatMap((own, place) => own.slice(0, taken[place]));
}

/** What the areas of the navigation count. */
export interface Badges {
  readonly invoices: number;
  readonly cases: number;
  readonly chats: number;
  readonly accountTeam: number;
  readonly estimates: number;
}

/** Something that came since the last visit. */
export type Change =
  | { readonly kind: "case"; readonly at: string; readonly row: CaseRow }
  | { readonly kind: "request"; readonly at: string; readonly row: RequestLine }
  | { readonly kind: "chat"; readonly at: string; readonly row: ListedThread }
  | { readonly kind: "invoice" | "credit_note" | "payment" | "estimate"; readonly at: string; readonly row: Document };

/** A document that came, or money. */
interface Document {
  /** A number, or the reference of a payment. */
  readonly name: string;
  readonly title: string | null;
  readonly amount: InvoiceRow["total"];
  /** `YYYY-MM-DD`. */
  readonly on: string;
  /** Payments that were not made in the portal have no page. */
  readonly hasPage: boolean;
}

/** The latest first. `at` is an instant or a day, which begins its time. */
export function latestFirst(changes: readonly Change[]): readonly Change[] {
  return [...changes].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

/** For how many days a first visit looks back. */
const FIRST_LOOK_DAYS = 14;

/** The first day whose changes are new: that of the last visit; for a first one, two weeks ago. */
export function changesSince(lastVisitOn: string | null, daysAgo: (days: number) => string): string {
  const earliest = daysAgo(FIRST_LOOK_DAYS);
  return lastVisitOn === null || lastVisitOn < earliest ? earliest : lastVisitOn;
}
