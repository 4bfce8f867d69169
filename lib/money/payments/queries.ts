import { and, asc, desc, eq, gt, inArray, sql } from "drizzle-orm";
import { allocations, invoices, payments } from "@/db/schema";
import type { PaymentMethod, PaymentState } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { visibleMoneyRows } from "@/lib/people/companies/policy";
import { visibleAllocations, visiblePayments } from "./policy";
import { CREDIT_STATES, MONEY_STATES } from "./rules";

interface ReceivedPayment {
  readonly id: string;
  readonly receivedOn: string;
  readonly method: PaymentMethod;
  readonly state: PaymentState;
  readonly reference: string | null;
  readonly amount: Money;
  /** The part that is allocated to no invoice. */
  readonly unallocated: Money;
}

/**
 * The newest payments whose money came, including those that were refunded or disputed later. Payments that have not
 * come in are in listPaymentsInProgress.
 */
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

/** A payment whose money has not come in: started in the portal, or a bank debit that has not cleared. */
export interface PaymentInProgress {
  readonly id: string;
  readonly state: "started" | "processing";
  readonly source: "portal" | "erp";
  /** `CP-…` for a portal payment; for a payment of the ERP its key there. */
  readonly reference: string | null;
  /** The amount of the whole payment, for all its invoices. */
  readonly amount: Money;
  readonly method: PaymentMethod;
  /** System time; show it as business time. */
  readonly startedAt: Date;
  /** Business day on which it was started, or on which the ERP received it. */
  readonly receivedOn: string;
  /** Name of the payer at that time; null for a payment of the ERP. */
  readonly contactName: string | null;
  /** True if the viewer started it. */
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

/** Payments that were started or have not cleared yet, the newest first. */
export async function listPaymentsInProgress({ viewer, db }: Context, limit: number): Promise<PaymentInProgress[]> {
  const rows = await db
    .select(progressColumns)
    .from(payments)
    .where(and(visiblePayments(viewer), inArray(payments.state, ["started", "processing"])))
    .orderBy(desc(payments.createdAt), desc(payments.id))
    .limit(limit);
  return rows.map((row) => progressOf(row, viewer));
}

const ownStarted = (viewer: ClientViewer) =>
  and(visiblePayments(viewer), eq(payments.state, "started"), eq(payments.contactId, viewer.contactId));

/** Payments that the viewer began and can continue or cancel, the newest first. */
export async function listOwnStarted(
  { viewer, db }: Context<ClientViewer>,
  limit: number,
): Promise<PaymentInProgress[]> {
  const rows = await db
    .select(progressColumns)
    .from(payments)
    .where(ownStarted(viewer))
    .orderBy(desc(payments.createdAt), desc(payments.id))
    .limit(limit);
  return rows.map((row) => progressOf(row, viewer));
}

/** How many payments the viewer began and can continue or cancel. */
export async function countOwnStarted({ viewer, db }: Context<ClientViewer>): Promise<number> {
  const [row] = await db
    .select({ count: sql`count(*)`.mapWith(Number) })
    .from(payments)
    .where(ownStarted(viewer));
  return row?.count ?? 0;
}

/** A payment in progress with its part for one invoice. */
export interface PaymentOnInvoice extends PaymentInProgress {
  readonly invoiceId: string;
  /** The part of the payment that is for this invoice. */
  readonly part: Money;
}

/**
 * Payments in progress for any of these invoices: started ones (at most one for each invoice) and those that have not
 * cleared.
 */
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

/** Those of these invoices that are in the plan of a started payment. */
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

/** The credit of a payment, which the company can allocate to an invoice. */
export interface PaymentCredit {
  readonly paymentId: string;
  readonly source: "portal" | "erp";
  readonly reference: string | null;
  readonly receivedOn: string;
  readonly method: PaymentMethod;
  readonly amount: Money;
  readonly left: Money;
}

/** Payments with credit left, the oldest first. */
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

/** A credit note with an amount left to use. */
export interface OpenCreditNote {
  readonly number: string;
  readonly issuedOn: string;
  readonly left: Money;
}

/** Credit notes with an amount left, the oldest first. Accounts receivable applies them; the portal does not. */
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
