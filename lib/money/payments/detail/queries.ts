import { and, asc, eq } from "drizzle-orm";
import { allocations, invoices, paymentRefunds, payments } from "@/db/schema";
import type { AllocationState, DisputeState, PaymentMethod, PaymentState, RefundKind } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { together } from "@/lib/kit/together";
import { visibleAllocations, visiblePayments, visibleRefunds } from "@/lib/money/payments/policy";
import { creditOf } from "@/lib/money/payments/rules";
import { visibleMoneyRows } from "@/lib/people/companies/policy";

/** The part of a payment that was allocated to one invoice, and the invoice's balance. */
export interface PaymentLine {
  readonly id: string;
  readonly number: string;
  readonly amount: Money;
  readonly state: AllocationState;
  /** The day on which a refunded part went back. */
  readonly refundedOn: string | null;
  /** True when the part was allocated later, from the payment's credit. */
  readonly isAppliedCredit: boolean;
  /** The invoice's balance without this payment, and its present balance. */
  readonly without: Money;
  readonly balance: Money;
}

/** Money of a payment that went back. */
interface PaymentReturn {
  readonly id: string;
  readonly kind: RefundKind;
  readonly on: string;
  readonly amount: Money;
}

/** A payment made in the portal, as the company that made it sees it. */
export interface PortalPayment {
  readonly id: string;
  readonly reference: string;
  readonly state: PaymentState;
  readonly method: PaymentMethod;
  readonly amount: Money;
  /** System time; show it as business time. */
  readonly startedAt: Date;
  /** Business day on which the money came; for a started payment the day on which it was started. */
  readonly receivedOn: string;
  readonly expectedOn: string | null;
  readonly contactName: string | null;
  readonly isOwn: boolean;
  readonly poNumber: string | null;
  readonly note: string | null;
  readonly failureCode: string | null;
  readonly disputeState: DisputeState | null;
  readonly lines: readonly PaymentLine[];
  readonly returns: readonly PaymentReturn[];
  /** The credit that can still be used, and the credit that was refunded. */
  readonly credit: Money;
  readonly returnedCredit: Money;
}

/** A payment by its reference (`CP-…`); null if the viewer may not see it, and for payments of the ERP. */
export async function findPayment(
  context: Context,
  key: { brand: string; reference: string },
): Promise<PortalPayment | null> {
  const { viewer, db } = context;
  const [row] = await db
    .select()
    .from(payments)
    .where(
      and(
        visiblePayments(viewer),
        eq(payments.brand, key.brand),
        eq(payments.reference, key.reference),
        eq(payments.source, "portal"),
      ),
    );
  if (!row) return null;
  const { currency } = row;
  const { lines, refunds } = await together({
    lines: linesOf(context, row.id, currency),
    refunds: db
      .select()
      .from(paymentRefunds)
      .where(and(visibleRefunds(viewer), eq(paymentRefunds.paymentId, row.id)))
      .orderBy(asc(paymentRefunds.refundedOn), asc(paymentRefunds.id)),
  });
  return {
    id: row.id,
    reference: key.reference,
    state: row.state,
    method: row.method,
    amount: money(row.amountMinor, currency),
    startedAt: row.createdAt,
    receivedOn: row.receivedOn,
    expectedOn: row.expectedOn,
    contactName: row.contactName,
    isOwn: viewer.kind === "client" && row.contactId === viewer.contactId,
    poNumber: row.poNumber,
    note: row.note,
    failureCode: row.failureCode,
    disputeState: row.disputeState,
    lines,
    returns: refunds.map((refund) => ({
      id: refund.id,
      kind: refund.kind,
      on: refund.refundedOn,
      amount: money(refund.amountMinor, currency),
    })),
    credit: money(creditOf(row), currency),
    returnedCredit: money(row.returnedMinor, currency),
  };
}

/** States in which an allocation lowers the invoice's balance. */
const LOWERS: readonly AllocationState[] = ["applied", "disputed"];

async function linesOf({ viewer, db }: Context, paymentId: string, currency: string): Promise<PaymentLine[]> {
  const rows = await db
    .select({
      id: allocations.id,
      amountMinor: allocations.amountMinor,
      state: allocations.state,
      refundedOn: allocations.refundedOn,
      appliedBy: allocations.appliedBy,
      number: invoices.number,
      balanceMinor: invoices.balanceMinor,
      voidedOn: invoices.voidedOn,
    })
    .from(allocations)
    .innerJoin(invoices, eq(invoices.id, allocations.invoiceId))
    .where(and(visibleAllocations(viewer), visibleMoneyRows(viewer, invoices), eq(allocations.paymentId, paymentId)))
    .orderBy(asc(invoices.number), asc(allocations.id));
  const counted = new Map<string, number>();
  for (const row of rows) {
    if (LOWERS.includes(row.state)) counted.set(row.number, (counted.get(row.number) ?? 0) + row.amountMinor);
  }
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    amount: money(row.amountMinor, currency),
    state: row.state,
    refundedOn: row.refundedOn,
    isAppliedCredit: row.appliedBy !== null,
    without: money(row.voidedOn === null ? row.balanceMinor + (counted.get(row.number) ?? 0) : 0, currency),
    balance: money(row.balanceMinor, currency),
  }));
}
