import { and, eq } from "drizzle-orm";
import { allocations, invoices, payments } from "@/db/schema";
import type { ClientViewer } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import type { WriteContext } from "@/lib/gate/actions/define";
import { audit } from "@/lib/gate/audit/record";
import { formatMoney, money } from "@/lib/kit/money";
import { businessToday } from "@/lib/kit/time";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { mayPay } from "@/lib/money/payments/checkout/policy";
import { judgeAmount, readAmount } from "@/lib/money/payments/checkout/rules";
import type { ApplyCreditInput } from "@/lib/money/payments/checkout/schema";
import { visibleAllocations, visiblePayments } from "@/lib/money/payments/policy";
import { plannedAmong } from "@/lib/money/payments/queries";
import { creditOf, PAY_BLOCK_WORDS, payBlock } from "@/lib/money/payments/rules";

/**
 * Allocates the credit of a payment to an invoice of the same company and currency. Amounts are computed again under
 * locks of both, and the allocation counts from today. The same form sent twice is one allocation. Throws AppError
 * NOT_FOUND without the rights and for rows of another company, FormUsed if the form was sent before with other
 * content. Returns the invoice's number.
 */
export async function applyCredit(context: WriteContext<ClientViewer>, input: ApplyCreditInput): Promise<string> {
  const { viewer, db, brand } = context;
  const { companyId } = viewer;
  if (!companyId || !mayPay(viewer)) throw missing();
  // Every writer locks in this order: payment, then invoice.
  const [payment] = await db
    .select()
    .from(payments)
    .where(and(visiblePayments(viewer), eq(payments.brand, brand.key), eq(payments.id, input.paymentId)))
    .for("update");
  const [invoice] = await db
    .select()
    .from(invoices)
    .where(and(visibleInvoices(viewer), eq(invoices.brand, brand.key), eq(invoices.number, input.invoice)))
    .for("update");
  if (!payment || !invoice) throw missing();

  const [earlier] = await db
    .select()
    .from(allocations)
    .where(and(visibleAllocations(viewer), eq(allocations.id, input.id)));
  const { currency } = payment;
  if (earlier) {
    if (earlier.appliedBy !== viewer.contactId) throw missing();
    const amountMinor = readAmount(input.amount, currency);
    requireSame({ paymentId: payment.id, invoiceId: invoice.id, amountMinor }, earlier);
    return invoice.number;
  }

  const left = creditOf(payment);
  if (left === 0) throw new AppError("CONFLICT", "This credit is used up.");
  if (invoice.currency !== currency) {
    throw new AppError("INVALID", `Choose an invoice in ${currency}.`, { field: "invoice" });
  }
  const planned = await plannedAmong(context, [invoice.id]);
  const block = payBlock({ ...invoice, planned: planned.has(invoice.id) });
  if (block) throw new AppError("CONFLICT", PAY_BLOCK_WORDS[block], { field: "invoice" });
  const judged = judgeAmount(input.amount, { balanceMinor: invoice.balanceMinor, currency, leastPartMinor: 1 });
  if ("fault" in judged) throw new AppError("INVALID", judged.fault, { field: "amount" });
  if (judged.minor > left) {
    const most = formatMoney(money(left, currency));
    throw new AppError("INVALID", `Enter at most what is left of this credit, ${most}.`, { field: "amount" });
  }
  const made = await db
    .insert(allocations)
    .values({
      id: input.id,
      brand: brand.key,
      companyId,
      paymentId: payment.id,
      invoiceId: invoice.id,
      amountMinor: judged.minor,
      state: "applied",
      appliedOn: businessToday(brand.zone),
      appliedBy: viewer.contactId,
    })
    .onConflictDoNothing({ target: allocations.id });
  // The id belongs to an allocation that the viewer may not see.
  if (made.count === 0) throw missing();
  await audit(context, {
    brand: brand.key,
    action: "credit.applied",
    entity: "payment",
    entityId: payment.id,
    details: { invoice: invoice.number, amountMinor: judged.minor, currency },
  });
  return invoice.number;
}

const missing = () => new AppError("NOT_FOUND", "There is no such credit or invoice.");
