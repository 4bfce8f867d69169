import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { type PgColumn, union } from "drizzle-orm/pg-core";
import {
  allocations,
  companies,
  invoices,
  paymentCheckouts,
  paymentRefunds,
  payments,
  stripeEvents,
} from "@/db/schema";
import type { Context } from "@/db/viewer";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import {
  visibleAllocations,
  visibleCheckouts,
  visiblePayments,
  visibleRefunds,
  visibleStripeEvents,
} from "@/lib/money/payments/policy";
import { visibleCompanies, visibleMoneyRows } from "@/lib/people/companies/policy";

/**
 * Payments in which every word of a search is found: each as a reference, an id of the ERP or of Stripe (session,
 * intent, charge, refund, event), an invoice number, or in the company's name. Ids are compared whole, for only an
 * equality may use an index under row-level security. Undefined when nothing was searched.
 */
export async function paymentsFound(context: Context, q: string): Promise<SQL | undefined> {
  const conditions: SQL[] = [];
  for (const word of searchWords(q)) {
    const named = await paymentsNamed(context, word);
    const owners = await companiesNamed(context, word);
    // Never an empty `or`, which would be no condition at all.
    conditions.push(
      or(
        ...(named.length > 0 ? [anyOf(payments.id, named)] : []),
        ...(owners.length > 0 ? [anyOf(payments.companyId, owners)] : []),
      ) ?? sql`false`,
    );
  }
  return conditions.length > 0 ? and(...conditions) : undefined;
}

/** One parameter however many ids there are: a statement takes 65,535, and a common word names more companies. */
function anyOf(column: PgColumn, ids: readonly string[]): SQL {
  return sql`${column} = any (${`{${ids.join(",")}}`}::uuid[])`;
}

/** As typed, and in capitals or small letters: what people read from paper has no case. Stripe's ids do. */
const spellings = (word: string): string[] => [...new Set([word, word.toUpperCase(), word.toLowerCase()])];

async function paymentsNamed({ viewer, db }: Context, word: string): Promise<string[]> {
  const spelled = spellings(word);
  const rows = await union(
    db
      .select({ id: payments.id })
      .from(payments)
      .where(and(visiblePayments(viewer), inArray(payments.reference, spelled))),
    db
      .select({ id: payments.id })
      .from(payments)
      .where(and(visiblePayments(viewer), inArray(payments.externalId, spelled))),
    db
      .select({ id: paymentCheckouts.paymentId })
      .from(paymentCheckouts)
      .where(
        and(
          visibleCheckouts(viewer),
          or(eq(paymentCheckouts.sessionId, word), eq(paymentCheckouts.paymentIntentId, word)),
        ),
      ),
    db
      .select({ id: paymentRefunds.paymentId })
      .from(paymentRefunds)
      .where(and(visibleRefunds(viewer), eq(paymentRefunds.stripeId, word))),
    // Charges and disputes are known from what Stripe told about them.
    db
      .select({ id: sql<string>`${stripeEvents.paymentId}`.as("id") })
      .from(stripeEvents)
      .where(
        and(
          visibleStripeEvents(viewer),
          or(eq(stripeEvents.objectId, word), eq(stripeEvents.eventId, word)),
          sql`${stripeEvents.paymentId} is not null`,
        ),
      ),
    db
      .select({ id: sql<string>`${allocations.paymentId}`.as("id") })
      .from(allocations)
      .innerJoin(invoices, eq(invoices.id, allocations.invoiceId))
      .where(
        and(
          visibleAllocations(viewer),
          visibleMoneyRows(viewer, invoices),
          inArray(invoices.number, spelled),
          sql`${allocations.paymentId} is not null`,
        ),
      ),
  );
  return rows.map((row) => row.id);
}

async function companiesNamed({ viewer, db }: Context, word: string): Promise<string[]> {
  const rows = await db
    .select({ id: companies.id })
    .from(companies)
    .where(
      and(
        visibleCompanies(viewer),
        or(
          sql`lower(${companies.name}) like lower(${likePattern(word)})`,
          inArray(companies.externalId, spellings(word)),
        ),
      ),
    );
  return rows.map((row) => row.id);
}
