import { and, asc, desc, eq } from "drizzle-orm";
import { estimates, invoices, payments } from "@/db/schema";
import type { PaymentMethod, PaymentState } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { together } from "@/lib/kit/together";
import { visibleEstimates } from "@/lib/money/estimates/policy";
import { type EstimateStatus, estimateStatus } from "@/lib/money/estimates/rules";
import { type Ageing, ageingOf } from "@/lib/money/invoices/ageing/rules";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { type InvoiceRow, invoiceRow, rowColumns, withStatus } from "@/lib/money/invoices/queries";
import { visiblePayments } from "@/lib/money/payments/policy";
import { openNow } from "@/lib/money/statements/ageing/queries";
import { readsMoney } from "@/lib/people/companies/policy";

/** What is open in one currency. */
export interface OpenBalance {
  readonly open: Money;
  /** The part whose due day has passed, whatever is on its way. */
  readonly pastDue: Money;
  readonly ageing: Ageing;
}

/** A payment of a company, newest first. */
export interface CompanyPayment {
  readonly id: string;
  readonly reference: string;
  readonly receivedOn: string;
  readonly method: PaymentMethod;
  readonly state: PaymentState;
  readonly amount: Money;
}

export interface CompanyEstimate {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly status: EstimateStatus;
  readonly issuedOn: string;
  readonly expiresOn: string;
  readonly total: Money;
}

/** A company's money as its page shows it. */
export interface CompanyMoney {
  /** By currency; empty where nothing is open. */
  readonly balances: readonly OpenBalance[];
  /** Open invoices, the earliest due day first. */
  readonly invoices: readonly (InvoiceRow & { readonly id: string })[];
  readonly payments: readonly CompanyPayment[];
  readonly estimates: readonly CompanyEstimate[];
}

/**
 * What a company owes, its open invoices, last payments and last estimates, at most `limit` of each. Null for staff who
 * may not read money; nothing about money is read then. `today` is `YYYY-MM-DD` in the zone of the company's brand.
 */
export async function readCompanyMoney(
  context: Context<StaffViewer>,
  companyId: string,
  today: string,
  limit: number,
): Promise<CompanyMoney | null> {
  if (!readsMoney(context.viewer)) return null;
  return together({
    balances: balancesOf(context, companyId, today),
    invoices: openInvoicesOf(context, companyId, today, limit),
    payments: paymentsOf(context, companyId, limit),
    estimates: estimatesOf(context, companyId, today, limit),
  });
}

async function balancesOf(context: Context<StaffViewer>, companyId: string, today: string): Promise<OpenBalance[]> {
  const open = await openNow(context, today, companyId);
  return [...open].map(([currency, days]) => {
    const ageing = ageingOf(days, today, currency);
    const notYetDue = ageing.lines.find(({ bucket }) => bucket === "current")?.amount.minor ?? 0;
    return { open: ageing.total, pastDue: money(ageing.total.minor - notYetDue, currency), ageing };
  });
}

async function openInvoicesOf(
  { viewer, db }: Context<StaffViewer>,
  companyId: string,
  today: string,
  limit: number,
): Promise<CompanyMoney["invoices"]> {
  const rows = await db
    .select(rowColumns)
    .from(invoices)
    .where(and(visibleInvoices(viewer), eq(invoices.companyId, companyId), withStatus("open", today)))
    .orderBy(asc(invoices.dueOn), asc(invoices.id))
    .limit(limit);
  return rows.map((row) => ({ id: row.id, ...invoiceRow(row, today) }));
}

async function paymentsOf(
  { viewer, db }: Context<StaffViewer>,
  companyId: string,
  limit: number,
): Promise<CompanyPayment[]> {
  const rows = await db
    .select({
      id: payments.id,
      reference: payments.reference,
      externalId: payments.externalId,
      receivedOn: payments.receivedOn,
      method: payments.method,
      state: payments.state,
      amountMinor: payments.amountMinor,
      currency: payments.currency,
    })
    .from(payments)
    .where(and(visiblePayments(viewer), eq(payments.companyId, companyId)))
    .orderBy(desc(payments.receivedOn), desc(payments.id))
    .limit(limit);
  return rows.map(({ reference, externalId, amountMinor, currency, ...row }) => ({
    ...row,
    reference: reference ?? externalId ?? "",
    amount: money(amountMinor, currency),
  }));
}

async function estimatesOf(
  { viewer, db }: Context<StaffViewer>,
  companyId: string,
  today: string,
  limit: number,
): Promise<CompanyEstimate[]> {
  const rows = await db
    .select({
      id: estimates.id,
      number: estimates.number,
      title: estimates.title,
      state: estimates.state,
      issuedOn: estimates.issuedOn,
      expiresOn: estimates.expiresOn,
      totalMinor: estimates.totalMinor,
      currency: estimates.currency,
    })
    .from(estimates)
    .where(and(visibleEstimates(viewer), eq(estimates.companyId, companyId)))
    .orderBy(desc(estimates.expiresOn), desc(estimates.id))
    .limit(limit);
  return rows.map(({ state, totalMinor, currency, ...row }) => ({
    ...row,
    status: estimateStatus({ state, expiresOn: row.expiresOn }, today),
    total: money(totalMinor, currency),
  }));
}
