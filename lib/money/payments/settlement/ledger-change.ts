import type { CheckoutState, DisputeState, PaymentMethod, PaymentState } from "@/db/schema/constants";
import { businessDayOf, toInstant } from "@/lib/kit/time";
import { moneyCame, PAYMENT_TRANSITIONS } from "@/lib/money/payments/rules";
import {
  type AllocatedInvoice,
  type Allocation,
  allocatePlan,
  limitsOf,
  lowers,
  type MoneyBack,
  takeBack,
} from "./allocation";
import { debitExpectedOn } from "./bank-days";
import {
  auditMoney,
  auditState,
  linesOf,
  type PaymentAudit,
  type PaymentNews,
  type RefundFacts,
  refundNews,
} from "./news";
import type { ChargeSnapshot, CheckoutSnapshot, PaymentSnapshot } from "./snapshot";

/** The columns of a payment that follow from what Stripe reports. */
export interface PaymentFields {
  readonly state: PaymentState;
  readonly method: PaymentMethod;
  readonly amountMinor: number;
  readonly returnedMinor: number;
  readonly receivedOn: string;
  readonly failureCode: string | null;
  readonly disputeState: DisputeState | null;
  readonly expectedOn: string | null;
  /** System time in milliseconds. */
  readonly succeededAt: number | null;
}

export interface LedgerCheckout {
  readonly id: string;
  readonly number: number;
  readonly state: CheckoutState;
  readonly sessionId: string | null;
  readonly paymentIntentId: string | null;
}

/** A payment and its related rows, as stored. */
export interface Ledger {
  readonly currency: string;
  readonly payment: PaymentFields;
  readonly parts: readonly Allocation[];
  readonly invoices: readonly AllocatedInvoice[];
  readonly checkouts: readonly LedgerCheckout[];
  readonly refunds: readonly (RefundFacts & { readonly id: string })[];
  /** The brand's zone, in which business days are counted. */
  readonly zone: string;
  readonly holidays: readonly { readonly day: string; readonly closes: string | null }[];
}

/** The rows as they should become. Rows that do not differ from the stored ones are not written. */
export interface LedgerChange {
  readonly payment: PaymentFields;
  readonly parts: readonly Allocation[];
  readonly checkouts: readonly LedgerCheckout[];
  readonly refunds: readonly RefundFacts[];
  readonly news: readonly PaymentNews[];
  readonly audits: readonly PaymentAudit[];
}

/**
 * Computes the ledger that agrees with what Stripe reports. It is a pure function and settles in one step: applied
 * again to its own result, it changes nothing. Money that came stays, even if it is missing in a snapshot. Throws
 * RangeError for a charge in another currency than the payment's, of zero, or of less than has come in already.
 */
export function computeChange(ledger: Ledger, snapshot: PaymentSnapshot): LedgerChange {
  const checkouts = mergeCheckouts(ledger.checkouts, snapshot.checkouts);
  const { payment, parts, refunds } = ledger;
  if (snapshot.charge) return withMoney(ledger, checkouts, snapshot.charge);
  const failureCode = failureOf(checkouts, snapshot.checkouts, payment.failureCode);
  const wanted = stateOf(checkouts, snapshot, payment.state);
  const unchanged = { payment, parts, checkouts, refunds, news: [], audits: [] };
  if (wanted === payment.state) {
    if (moneyCame(wanted)) return unchanged;
    const fields = wanted === "processing" ? clearing(ledger, snapshot) : { failureCode };
    return { ...unchanged, payment: { ...payment, ...fields } };
  }
  if (!PAYMENT_TRANSITIONS[payment.state].includes(wanted)) return unchanged;
  return withoutMoney(ledger, checkouts, { snapshot, wanted, failureCode });
}

/** Sessions go forward only: one that has ended does not open again, and one that was paid stays paid. */
function mergeCheckouts(rows: readonly LedgerCheckout[], snapshots: readonly CheckoutSnapshot[]): LedgerCheckout[] {
  return rows.map((row) => {
    const seen = snapshots.find(({ sessionId }) => sessionId === row.sessionId);
    if (!seen) return row;
    const opens = seen.state === "open" && row.state !== "preparing";
    const state = opens || row.state === "succeeded" ? row.state : seen.state;
    return { ...row, state, paymentIntentId: row.paymentIntentId ?? seen.paymentIntentId };
  });
}

const newestOf = (checkouts: readonly LedgerCheckout[]): LedgerCheckout | undefined =>
  checkouts.reduce<LedgerCheckout | undefined>(
    (newest, each) => (newest && newest.number > each.number ? newest : each),
    undefined,
  );

/**
 * The state of a payment without money. It is processing if any attempt has not cleared yet; otherwise it follows from
 * the newest attempt.
 */
function stateOf(
  checkouts: readonly LedgerCheckout[],
  { processing }: PaymentSnapshot,
  before: PaymentState,
): PaymentState {
  if (processing || checkouts.some(({ state }) => state === "processing")) return "processing";
  switch (newestOf(checkouts)?.state) {
    case "preparing":
    case "open":
      return "started";
    case "failed":
      return "failed";
    case "expired":
      return "cancelled";
    default:
      return before;
  }
}

function failureOf(
  checkouts: readonly LedgerCheckout[],
  snapshots: readonly CheckoutSnapshot[],
  before: string | null,
): string | null {
  const sessionId = newestOf(checkouts)?.sessionId;
  const seen = sessionId ? snapshots.find((snapshot) => snapshot.sessionId === sessionId) : undefined;
  return seen ? seen.failureCode : before;
}

/** The fields of a payment that has not cleared. The expected day is set at the first observation and kept. */
function clearing({ payment, zone, holidays }: Ledger, { processing }: PaymentSnapshot) {
  const expectedOn = processing?.method === "bank_debit" ? debitExpectedOn(dayOf(processing.at, zone), holidays) : null;
  return {
    method: processing?.method ?? payment.method,
    failureCode: null,
    expectedOn: payment.expectedOn ?? expectedOn,
  };
}

function withoutMoney(
  ledger: Ledger,
  checkouts: readonly LedgerCheckout[],
  to: { snapshot: PaymentSnapshot; wanted: PaymentState; failureCode: string | null },
): LedgerChange {
  const { payment, parts, refunds, invoices } = ledger;
  const clears = to.wanted === "processing";
  const moved = parts.map((part): Allocation => {
    if (part.appliedBy !== null || !["planned", "pending", "released"].includes(part.state)) return part;
    return { ...part, state: clears ? "pending" : "released" };
  });
  const lines = linesOf(moved, invoices, (part) => part.appliedBy === null);
  const sessionFailed = to.snapshot.checkouts.some(({ state }) => state === "failed");
  return {
    payment: {
      ...payment,
      state: to.wanted,
      ...(clears ? clearing(ledger, to.snapshot) : { failureCode: to.failureCode, expectedOn: null }),
    },
    parts: moved,
    checkouts,
    refunds,
    news: clears
      ? [{ kind: "processing", lines }]
      : // If no session could be made, the page has already told the person.
        to.wanted === "failed" && sessionFailed
        ? [{ kind: "failed", lines }]
        : [],
    audits: auditState(to.wanted, payment.state, to.failureCode),
  };
}

function withMoney(ledger: Ledger, checkouts: readonly LedgerCheckout[], charge: ChargeSnapshot): LedgerChange {
  const { payment, invoices, zone } = ledger;
  const isFirst = !moneyCame(payment.state);
  if (charge.currency !== ledger.currency) throw new RangeError("The charge is in another currency than the payment");
  if (charge.amountMinor <= 0 || (!isFirst && charge.amountMinor < payment.amountMinor)) {
    throw new RangeError("The charge is of less than has come in already");
  }
  const { amountMinor } = charge;
  // Stripe does not report when a debit cleared. The instant of the first observation is stored and kept.
  const succeededAt = payment.succeededAt ?? charge.at;
  const limits = limitsOf(invoices, ledger.parts);
  const allocated = isFirst ? allocatePlan(ledger.parts, amountMinor, limits, invoices) : ledger.parts;
  const refunds = refundsOf(charge, ledger);
  const back: MoneyBack[] = refunds.map(({ stripeId, amountMinor: minor, refundedOn }) => ({
    ...{ stripeId, amountMinor: minor, on: refundedOn },
  }));
  const disputed = charge.dispute === "open";
  const { parts, returnedMinor, taken } = takeBack(allocated, amountMinor, back, { limits, invoices, disputed });
  const backMinor = refunds.reduce((total, refund) => total + refund.amountMinor, 0);
  const state = disputed
    ? "disputed"
    : backMinor === 0
      ? "succeeded"
      : backMinor === amountMinor
        ? "refunded"
        : "partly_refunded";
  const fields: PaymentFields = {
    state,
    method: charge.method,
    amountMinor,
    returnedMinor,
    receivedOn: dayOf(succeededAt, zone),
    failureCode: null,
    disputeState: charge.dispute,
    expectedOn: null,
    succeededAt,
  };
  const receipt: PaymentNews[] = isFirst
    ? [{ kind: "receipt", lines: linesOf(allocated, invoices, (part) => lowers(part.state)) }]
    : [];
  return {
    payment: fields,
    parts,
    checkouts,
    refunds,
    news: [...receipt, ...refundNews(ledger, refunds, taken)],
    audits: auditMoney(ledger, fields, refunds),
  };
}

/** Refunds and lost disputes by day, in all never more than came in. The day of the first observation is kept. */
function refundsOf(charge: ChargeSnapshot, { refunds, zone }: Ledger): RefundFacts[] {
  const known = new Map(refunds.map(({ stripeId, refundedOn }) => [stripeId, refundedOn]));
  let left = charge.amountMinor;
  return charge.refunds
    .map((refund) => ({ ...refund, refundedOn: known.get(refund.stripeId) ?? dayOf(refund.at, zone) }))
    .sort((a, b) => compare(a.refundedOn, b.refundedOn) || a.at - b.at || compare(a.stripeId, b.stripeId))
    .flatMap(({ kind, stripeId, amountMinor: wanted, refundedOn }) => {
      const amountMinor = Math.min(wanted, left);
      left -= amountMinor;
      return amountMinor > 0 ? [{ kind, stripeId, amountMinor, refundedOn }] : [];
    });
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function dayOf(milliseconds: number, zone: string): string {
  return businessDayOf(toInstant(new Date(milliseconds)), zone);
}
