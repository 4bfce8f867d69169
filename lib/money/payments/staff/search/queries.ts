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
 * Payments in which every word of a search is found: each as a reference, an id of the ERP or of Stripe (session,
 * intent, charge, refund, event), an invoice number, or in the company's name. Ids are compared whole, for only an
 * equality may use an index under row-level security. Undefined when nothing was searched.
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

/** Letters and then digits may be one number that was written in two words, `INV 1042`; null where they cannot. */
function inOne(word: DocumentWord, next: DocumentWord): DocumentWord | null {
  if (next.number === null || !/^\p{L}+$/u.test(word.text)) return null;
  return documentWords([`${word.text}-${next.text}`])[0] ?? null;
}

async function withWord(context: Context, word: DocumentWord): Promise<SQL> {
  const named = await paymentsNamed(context, word);
  return either(anyOf(payments.id, named), anyOf(payments.companyId, await companiesNamed(context, word)));
}

/** Never an empty `or`, which would be no condition at all. */
const either = (...conditions: (SQL | undefined)[]): SQL => or(...conditions) ?? sql`false`;

/** One parameter however many ids there are: a statement takes 65,535, and a common word names more companies. */
function anyOf(column: PgColumn, ids: readonly string[]): SQL | undefined {
  return ids.length > 0 ? sql`${column} = any (${`{${ids.join(",")}}`}::uuid[])` : undefined;
}

async function paymentsNamed({ viewer, db }: Context, { text, number }: DocumentWord): Promise<string[]> {
  // What people read from paper has no case; Stripe's ids do.
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
    // Charges and disputes are known from what Stripe told about them.
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
