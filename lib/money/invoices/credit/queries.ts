import { and, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { invoices, payments } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { type Money, money } from "@/lib/kit/money";
import { together } from "@/lib/kit/together";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visiblePayments } from "@/lib/money/payments/policy";
import { CREDIT_STATES } from "@/lib/money/payments/rules";

/** Credit by currency, apart by who uses it. */
export interface CreditParts {
  /** Of payments: the company allocates it to invoices by itself. */
  readonly usable: readonly Money[];
  /** Of credit notes: accounts receivable applies them. */
  readonly notes: readonly Money[];
}

/**
 * Credit that is left, by currency: what payments have not allocated to an invoice, and what credit notes can still
 * give. A payment that has not cleared, is disputed or was refunded as a whole gives no credit.
 */
export async function readCreditParts({ viewer, db }: Context): Promise<CreditParts> {
  const { usable, notes } = await together({
    usable: db
      .select({ currency: payments.currency, minor: sql`sum(${payments.unallocatedMinor})`.mapWith(Number) })
      .from(payments)
      .where(
        and(visiblePayments(viewer), inArray(payments.state, [...CREDIT_STATES]), gt(payments.unallocatedMinor, 0)),
      )
      .groupBy(payments.currency)
      .orderBy(payments.currency),
    notes: db
      .select({ currency: invoices.currency, minor: sql`sum(${invoices.balanceMinor})`.mapWith(Number) })
      .from(invoices)
      .where(
        and(
          visibleInvoices(viewer),
          eq(invoices.kind, "credit_note"),
          gt(invoices.balanceMinor, 0),
          isNull(invoices.voidedOn),
        ),
      )
      .groupBy(invoices.currency)
      .orderBy(invoices.currency),
  });
  const moneyOf = ({ currency, minor }: { currency: string; minor: number }) => money(minor, currency);
  return { usable: usable.map(moneyOf), notes: notes.map(moneyOf) };
}
