import { and, asc, desc, eq, gt, inArray } from "drizzle-orm";
import { allocations, invoices, payments } from "@/db/schema";
import type { PaymentMethod, PaymentState } from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { visibleMoneyRows } from "@/lib/people/companies/policy";
import { visibleAllocations, visiblePayments } from "./policy";
import { CREDIT_STATES, MONEY_STATES } from "./rules";

export interface ReceivedPayment {
  readonly id: string;
  readonly receivedOn: string;
  readonly method: PaymentMethod;
  readonly state: PaymentState;
  readonly reference: string | null;
  readonly amount: Money;
  /** The part that lies against no invoice. */
  readonly unallocated: Money;
}

/** The newest payments that came in, those that went back again too. What is on its way: listPaymentsInProgress. */
export async function latestPayments({ viewer, db }: Context, limit: number): Promise<ReceivedPayment[]> {
  const rows = await db
    .select()
    .from(payments)
    .where(and(visiblePayments(viewer), inArray(payments.state, [...MONEY_STATES])))
    .orderBy(desc(payments.receivedOn), desc(payments.id))
    .limit(limit);
  return rows.map((row) => ({
    id: row.id,
    receivedOn: row.receivedOn,
    method: row.method,
    state: row.state,
    reference: row.reference ?? row.externalId,
    amount: money(row.amountMinor, row.currency),
    unallocated: money(row.unallocatedMinor, row.currency),
  }));
}

/** A payment that has not come in yet: started in the portal, or a bank debit that still clears. */
export interface PaymentInProgress {
  readonly id: string;
  readonly state: "started" | "processing";
  readonly source: "portal" | "erp";
  /** `CP-…` of a portal payment; of the ERP's the name it is known by there. */
  readonly reference: string | null;
  /** All of the payment, over however many invoices. */
  readonly amount: Money;
  readonly method: PaymentMethod;
  /** System time; show it as business time. */
  readonly startedAt: Date;
  /** Business day on which it was started, or on which the ERP received it. */
  readonly receivedOn: string;
  /** Who pays, as named then; null for the ERP's. */
  readonly contactName: string | null;
  /** The viewer started it. */
  readonly isOwn: boolean;
  /** When a bank debit is expected to have cleared, `YYYY-MM-DD`. */
  readonly expectedOn: string | null;
}

const progressColumns = {
  id: payments.id,
  state: payments.state,
  source: payments.source,
  reference: payments.reference,
  externalId: payments.externalId,
  amountMinor: payments.amountMinor,
  currency: payments.currency,
  method: payments.method,
  createdAt: payments.createdAt,
  receivedOn: payments.receivedOn,
  contactId: payments.contactId,
  contactName: payments.contactName,
  expectedOn: payments.expectedOn,
};

type ProgressRow = Pick<typeof payments.$inferSelect, keyof typeof progressColumns>;

function progressOf(row: ProgressRow, viewer: Context["viewer"]): PaymentInProgress {
  return {
    id: row.id,
    state: row.state === "started" ? "started" : "processing",
    source: row.source,
    reference: row.reference ?? row.externalId,
    amount: money(row.amountMinor, row.currency),
    method: row.method,
    startedAt: row.createdAt,
    receivedOn: row.receivedOn,
    contactName: row.contactName,
    isOwn: viewer.kind === "client" && row.contactId === viewer.contactId,
    expectedOn: row.expectedOn,
  };
}

/** Payments that were started or still clear, the newest first. */
export async function listPaymentsInProgress({ viewer, db }: Context, limit: number): Promise<PaymentInProgress[]> {
  const rows = await db
    .select(progressColumns)
    .from(payments)
    .where(and(visiblePayments(viewer), inArray(payments.state, ["started", "processing"])))
    .orderBy(desc(payments.createdAt), desc(payments.id))
    .limit(limit);
  return rows.map((row) => progressOf(row, viewer));
}

/** A payment in progress as one invoice sees it. */
export interface PaymentOnInvoice extends PaymentInProgress {
  readonly invoiceId: string;
  /** The part of it that is meant for this invoice. */
  readonly part: Money;
}

/** Payments in progress that lie on any of these invoices: started ones (at most one an invoice) and those that clear. */
export async function paymentsInProgressOn(
  { viewer, db }: Context,
  invoiceIds: readonly string[],
): Promise<PaymentOnInvoice[]> {
  if (invoiceIds.length === 0) return [];
  const rows = await db
    .select({ ...progressColumns, invoiceId: allocations.invoiceId, partMinor: allocations.amountMinor })
    .from(allocations)
    .innerJoin(payments, eq(payments.id, allocations.paymentId))
    .where(
      and(
        visibleAllocations(viewer),
        visiblePayments(viewer),
        inArray(allocations.invoiceId, [...invoiceIds]),
        inArray(allocations.state, ["planned", "pending"]),
      ),
    )
    .orderBy(asc(payments.createdAt), asc(allocations.id));
  return rows.map((row) => ({
    ...progressOf(row, viewer),
    invoiceId: row.invoiceId,
    part: money(row.partMinor, row.currency),
  }));
}

/** Which of these invoices a started payment wants. */
export async function plannedAmong({ viewer, db }: Context, invoiceIds: readonly string[]): Promise<Set<string>> {
  if (invoiceIds.length === 0) return new Set();
  const rows = await db
    .select({ invoiceId: allocations.invoiceId })
    .from(allocations)
    .where(
      and(
        visibleAllocations(viewer),
        eq(allocations.state, "planned"),
        inArray(allocations.invoiceId, [...invoiceIds]),
      ),
    );
  return new Set(rows.map((row) => row.invoiceId));
}

/** What a payment has left, for the company to allocate to an invoice. */
export interface PaymentCredit {
  readonly paymentId: string;
  readonly source: "portal" | "erp";
  readonly reference: string | null;
  readonly receivedOn: string;
  readonly method: PaymentMethod;
  readonly amount: Money;
  readonly left: Money;
}

/** Payments with something left to use, the oldest first. */
export async function listPaymentCredits({ viewer, db }: Context, limit: number): Promise<PaymentCredit[]> {
  const rows = await db
    .select()
    .from(payments)
    .where(and(visiblePayments(viewer), inArray(payments.state, [...CREDIT_STATES]), gt(payments.unallocatedMinor, 0)))
    .orderBy(asc(payments.receivedOn), asc(payments.id))
    .limit(limit);
  return rows.map((row) => ({
    paymentId: row.id,
    source: row.source,
    reference: row.reference ?? row.externalId,
    receivedOn: row.receivedOn,
    method: row.method,
    amount: money(row.amountMinor, row.currency),
    left: money(row.unallocatedMinor, row.currency),
  }));
}

/** A credit note that can still give. */
export interface OpenCreditNote {
  readonly number: string;
  readonly issuedOn: string;
  readonly left: Money;
}

/** Credit notes with something left, the oldest first. Accounts receivable applies them, not the portal. */
export async function listOpenCreditNotes({ viewer, db }: Context, limit: number): Promise<OpenCreditNote[]> {
  const rows = await db
    .select({
      number: invoices.number,
      issuedOn: invoices.issuedOn,
      currency: invoices.currency,
      balanceMinor: invoices.balanceMinor,
    })
    .from(invoices)
    .where(and(visibleMoneyRows(viewer, invoices), eq(invoices.kind, "credit_note"), gt(invoices.balanceMinor, 0)))
    .orderBy(asc(invoices.issuedOn), asc(invoices.id))
    .limit(limit);
  return rows.map((row) => ({
    number: row.number,
    issuedOn: row.issuedOn,
    left: money(row.balanceMinor, row.currency),
  }));
}
