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
import { type DocumentWord, documentWords, spellingsOf } from "@/lib/kit/document-number";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import {
  visibleAllocations,
  visibleCheckouts,
  visiblePayments,
  visibleRefunds,
  visibleStripeEvents,
} from "@/lib/money/payments/policy";
import { referenceOf } from "@/lib/money/payments/rules";
import { visibleCompanies, visibleMoneyRows } from "@/lib/people/companies/policy";

/**
 * A condition for payments that every word of a search matches: as a reference, a key of the ERP, an id of Stripe
 * (session, intent, charge, refund, event), an invoice number, or in the company's name. Ids are compared as a whole,
 * because under row-level security only an equality may use an index. Undefined if the search is empty.
 */
export async function paymentsFound(context: Context, q: string): Promise<SQL | undefined> {
  const words = documentWords(searchWords(q));
  const conditions: SQL[] = [];
  for (let at = 0; at < words.length; at++) {
    const [word, next] = words.slice(at);
    if (!word) break;
    const whole = next && inOne(word, next);
    if (whole) {
      at++;
      const apart = and(await withWord(context, word), await withWord(context, next));
      conditions.push(either(apart, anyOf(payments.id, await paymentsNamed(context, whole))));
    } else {
      conditions.push(await withWord(context, word));
    }
  }
  return conditions.length > 0 ? and(...conditions) : undefined;
}

/**
 * The number that two words may be together, as in `INV 1042`: letters and then digits. Null if they cannot be one
 * number.
 */
function inOne(word: DocumentWord, next: DocumentWord): DocumentWord | null {
  if (next.number === null || !/^\p{L}+$/u.test(word.text)) return null;
  return documentWords([`${word.text}-${next.text}`])[0] ?? null;
}

async function withWord(context: Context, word: DocumentWord): Promise<SQL> {
  const named = await paymentsNamed(context, word);
  return either(anyOf(payments.id, named), anyOf(payments.companyId, await companiesNamed(context, word)));
}

/** Joins conditions with `or`. An empty `or` would be no condition at all, so it becomes false. */
const either = (...conditions: (SQL | undefined)[]): SQL => or(...conditions) ?? sql`false`;

/**
 * Passes all ids as one parameter: a statement takes at most 65,535 parameters, and a common word may name more
 * companies.
 */
function anyOf(column: PgColumn, ids: readonly string[]): SQL | undefined {
  return ids.length > 0 ? sql`${column} = any (${`{${ids.join(",")}}`}::uuid[])` : undefined;
}

async function paymentsNamed({ viewer, db }: Context, { text, number }: DocumentWord): Promise<string[]> {
  // Numbers that people read from paper are compared in any case; Stripe's ids are case-sensitive.
  const spelled = spellingsOf({ text, number });
  const reference = referenceOf(number ?? "");
  const rows = await union(
    db
      .select({ id: payments.id })
      .from(payments)
      .where(and(visiblePayments(viewer), inArray(payments.reference, reference ? [reference] : spelled))),
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
          or(eq(paymentCheckouts.sessionId, text), eq(paymentCheckouts.paymentIntentId, text)),
        ),
      ),
    db
      .select({ id: paymentRefunds.paymentId })
      .from(paymentRefunds)
      .where(and(visibleRefunds(viewer), eq(paymentRefunds.stripeId, text))),
    // Charges and disputes have no rows of their own; they are found through the events about them.
    db
      .select({ id: sql<string>`${stripeEvents.paymentId}`.as("id") })
      .from(stripeEvents)
      .where(
        and(
          visibleStripeEvents(viewer),
          or(eq(stripeEvents.objectId, text), eq(stripeEvents.eventId, text)),
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

async function companiesNamed({ viewer, db }: Context, word: DocumentWord): Promise<string[]> {
  const rows = await db
    .select({ id: companies.id })
    .from(companies)
    .where(
      and(
        visibleCompanies(viewer),
        or(
          sql`lower(${companies.name}) like lower(${likePattern(word.text)})`,
          inArray(companies.externalId, spellingsOf(word)),
        ),
      ),
    );
  return rows.map((row) => row.id);
}
