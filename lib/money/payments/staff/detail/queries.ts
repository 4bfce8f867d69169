import { and, asc, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { inOneStatement } from "@/db/one-statement";
import { allocations, companies, contacts, invoices, paymentCheckouts, paymentRefunds, payments } from "@/db/schema";
import type { AllocationState, CheckoutState, DisputeState, RefundKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { together } from "@/lib/kit/together";
import { visibleAllocations, visibleCheckouts, visiblePayments, visibleRefunds } from "@/lib/money/payments/policy";
import { creditOf } from "@/lib/money/payments/rules";
import type { StaffPaymentRow } from "@/lib/money/payments/staff/queries";
import { visibleCompanies, visibleMoneyRows } from "@/lib/people/companies/policy";
import { visibleContactRows, visibleContacts } from "@/lib/people/contacts/policy";

export interface StaffAllocation {
  readonly id: string;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly amount: Money;
  readonly state: AllocationState;
  /** Business day from which the allocation counts. */
  readonly appliedOn: string;
  readonly refundedOn: string | null;
  /** The contact who applied a credit. */
  readonly appliedBy: { readonly id: string; readonly name: string } | null;
}

export interface StaffCheckout {
  readonly number: number;
  readonly state: CheckoutState;
  readonly sessionId: string | null;
  readonly paymentIntentId: string | null;
  /** System time. */
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface StaffRefund {
  readonly stripeId: string;
  readonly kind: RefundKind;
  readonly amount: Money;
  readonly refundedOn: string;
}

export interface StaffPayment extends StaffPaymentRow {
  readonly externalId: string | null;
  readonly allocated: Money;
  readonly returned: Money;
  /** The contact who paid in the portal; null for money that came in another way. */
  readonly payer: { readonly id: string | null; readonly name: string; readonly email: string | null } | null;
  readonly poNumber: string | null;
  readonly note: string | null;
  readonly failureCode: string | null;
  readonly disputeState: DisputeState | null;
  readonly expectedOn: string | null;
  /** System time. */
  readonly createdAt: Date;
  readonly succeededAt: Date | null;
  readonly observedAt: Date | null;
  readonly allocations: readonly StaffAllocation[];
  readonly checkouts: readonly StaffCheckout[];
  readonly refunds: readonly StaffRefund[];
}

/** A payment with its allocations, attempts and refunds; null if the viewer may not see it. */
export async function findStaffPayment(context: Context<StaffViewer>, id: string): Promise<StaffPayment | null> {
  const { viewer, db } = context;
  const [stored] = await db
    .select({
      payment: payments,
      company: { id: companies.id, name: companies.name },
      ...{ payerId: contacts.id, payerName: contacts.name, payerEmail: contacts.email },
    })
    .from(payments)
    .innerJoin(companies, and(visibleCompanies(viewer), eq(companies.id, payments.companyId)))
    .leftJoin(contacts, and(eq(contacts.id, payments.contactId), visibleContacts(viewer)))
    .where(and(visiblePayments(viewer), eq(payments.id, id)));
  if (!stored) return null;
  const { payment, company, payerId, payerEmail } = stored;
  const joined = inOneStatement(context);
  const parts = await together({
    allocations: allocationsOf(joined, payment),
    checkouts: checkoutsOf(joined, id),
    refunds: refundsOf(joined, payment),
  });
  const { currency } = payment;
  // The name at the time of the payment is preferred to the present one.
  const payerName = payment.contactName ?? stored.payerName;
  return {
    id: payment.id,
    reference: payment.reference ?? payment.externalId ?? "",
    externalId: payment.externalId,
    brand: payment.brand,
    company,
    source: payment.source,
    method: payment.method,
    state: payment.state,
    receivedOn: payment.receivedOn,
    amount: money(payment.amountMinor, currency),
    allocated: money(payment.allocatedMinor, currency),
    returned: money(payment.returnedMinor, currency),
    credit: money(creditOf(payment), currency),
    payer: payerName ? { id: payerId, name: payerName, email: payerEmail } : null,
    poNumber: payment.poNumber,
    note: payment.note,
    failureCode: payment.failureCode,
    disputeState: payment.disputeState,
    expectedOn: payment.expectedOn,
    createdAt: payment.createdAt,
    succeededAt: payment.succeededAt,
    observedAt: payment.observedAt,
    ...parts,
  };
}

type Owner = Pick<typeof payments.$inferSelect, "id" | "currency" | "receivedOn">;

async function allocationsOf({ viewer, db }: Context<StaffViewer>, payment: Owner): Promise<StaffAllocation[]> {
  const appliers = alias(contacts, "appliers");
  const rows = await db
    .select({
      id: allocations.id,
      invoiceId: invoices.id,
      invoiceNumber: invoices.number,
      amountMinor: allocations.amountMinor,
      state: allocations.state,
      appliedOn: allocations.appliedOn,
      refundedOn: allocations.refundedOn,
      applierId: appliers.id,
      applierName: appliers.name,
    })
    .from(allocations)
    .innerJoin(invoices, eq(invoices.id, allocations.invoiceId))
    .leftJoin(
      appliers,
      and(
        visibleContactRows(viewer, { brand: appliers.brand, contactId: appliers.id }),
        eq(appliers.id, allocations.appliedBy),
      ),
    )
    .where(and(visibleAllocations(viewer), visibleMoneyRows(viewer, invoices), eq(allocations.paymentId, payment.id)))
    .orderBy(asc(invoices.number), asc(allocations.id));
  return rows.map(({ amountMinor, appliedOn, applierId, applierName, ...row }) => ({
    ...row,
    appliedBy: applierId && applierName ? { id: applierId, name: applierName } : null,
    amount: money(amountMinor, payment.currency),
    appliedOn: appliedOn ?? payment.receivedOn,
  }));
}

async function checkoutsOf({ viewer, db }: Context<StaffViewer>, paymentId: string): Promise<StaffCheckout[]> {
  return db
    .select({
      number: paymentCheckouts.number,
      state: paymentCheckouts.state,
      sessionId: paymentCheckouts.sessionId,
      paymentIntentId: paymentCheckouts.paymentIntentId,
      createdAt: paymentCheckouts.createdAt,
      expiresAt: paymentCheckouts.expiresAt,
    })
    .from(paymentCheckouts)
    .where(and(visibleCheckouts(viewer), eq(paymentCheckouts.paymentId, paymentId)))
    .orderBy(asc(paymentCheckouts.number));
}

async function refundsOf({ viewer, db }: Context<StaffViewer>, payment: Owner): Promise<StaffRefund[]> {
  const rows = await db
    .select({
      stripeId: paymentRefunds.stripeId,
      kind: paymentRefunds.kind,
      amountMinor: paymentRefunds.amountMinor,
      refundedOn: paymentRefunds.refundedOn,
    })
    .from(paymentRefunds)
    .where(and(visibleRefunds(viewer), eq(paymentRefunds.paymentId, payment.id)))
    .orderBy(asc(paymentRefunds.refundedOn), asc(paymentRefunds.id));
  return rows.map(({ amountMinor, ...row }) => ({ ...row, amount: money(amountMinor, payment.currency) }));
}
