import { and, asc, eq, gt, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { alias, unionAll } from "drizzle-orm/pg-core";
import { allocations, invoices, payments } from "@/db/schema";
import type { ClientViewer, Context } from "@/db/viewer";
import type { OpenByDueDay } from "@/lib/money/invoices/ageing/rules";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { withStatus } from "@/lib/money/invoices/queries";
import { visibleAllocations, visiblePayments } from "@/lib/money/payments/policy";
import { CAME_IN } from "@/lib/money/statements/movements/queries";
import { visibleMoneyRows } from "@/lib/people/companies/policy";

/** Open amounts by currency and due day. */
export type OpenByCurrency = ReadonlyMap<string, readonly OpenByDueDay[]>;

function byCurrency(rows: readonly (OpenByDueDay & { currency: string })[]): OpenByCurrency {
  const open = new Map<string, OpenByDueDay[]>();
  for (const { currency, ...row } of rows) open.set(currency, [...(open.get(currency) ?? []), row]);
  return open;
}

/**
 * The open amounts now: the balances of the invoice list, so that sums agree with it to the cent. With `companyId` those
 * of one company, for staff, who see many.
 */
export async function openNow({ viewer, db }: Context, today: string, companyId?: string): Promise<OpenByCurrency> {
  const rows = await db
    .select({
      currency: invoices.currency,
      dueOn: invoices.dueOn,
      minor: sql`sum(${invoices.balanceMinor})`.mapWith(Number),
      count: sql`count(*)`.mapWith(Number),
    })
    .from(invoices)
    .where(
      and(
        visibleInvoices(viewer),
        withStatus("open", today),
        companyId === undefined ? undefined : eq(invoices.companyId, companyId),
      ),
    )
    .groupBy(invoices.currency, invoices.dueOn)
    .orderBy(asc(invoices.currency), asc(invoices.dueOn));
  return byCurrency(rows);
}

/**
 * The open amounts at the end of a past day: for each invoice that was issued and not void by then, its total less what
 * counted against it on that day. A payment or credit counts from the day it was applied, but not before the day it
 * came in; a refunded amount counts until the day it went back.
 */
export async function openOn({ viewer, db }: Context<ClientViewer>, day: string): Promise<OpenByCurrency> {
  const notes = alias(invoices, "notes");
  const end = sql`${day}::date`;
  const live = (document: SQL) =>
    sql`(${document}.issued_on <= ${end} and (${document}.voided_on is null or ${document}.voided_on > ${end}))`;
  const counted = sql`(${allocations.state} in ('applied', 'disputed') or (${allocations.state} = 'refunded'
      and ${payments.state} in ${CAME_IN} and coalesce(${allocations.refundedOn}, ${payments.receivedOn}) > ${end}))
    and greatest(${allocations.appliedOn}, ${payments.receivedOn}, notes.issued_on) <= ${end}
    and (notes.id is null or ${live(sql`notes`)})`;
  const rows = await db.execute<{ currency: string; due_on: string; minor: string; count: string }>(sql`
    select currency, due_on::text, sum(open) as minor, count(*) filter (where open > 0) as count
    from (
      select ${invoices.currency} as currency, ${invoices.dueOn} as due_on,
        ${invoices.totalMinor} - coalesce(sum(${allocations.amountMinor}) filter (where ${counted}), 0) as open
      from ${invoices} left join ${allocations} on ${allocations.invoiceId} = ${invoices.id} and ${visibleAllocations(viewer)}
        left join ${payments} on ${payments.id} = ${allocations.paymentId} and ${visiblePayments(viewer)}
        left join ${invoices} ${notes} on ${notes.id} = ${allocations.creditNoteId} and ${visibleMoneyRows(viewer, notes)}
      where ${visibleInvoices(viewer)} and ${invoices.kind} = 'invoice' and ${live(sql`${invoices}`)}
      group by ${invoices.id}
    ) each_invoice group by currency, due_on order by currency, due_on`);
  return byCurrency(
    [...rows].map((row) => ({
      currency: row.currency,
      dueOn: row.due_on,
      minor: Number(row.minor),
      count: Number(row.count),
    })),
  );
}

/**
 * The credit in the ledger now in one currency, in minor units: what credit notes can still give, and what payments
 * that came in have allocated to no invoice. Unlike the credit that can be used, it includes payments in dispute.
 */
export async function creditNow({ viewer, db }: Context<ClientViewer>, currency: string): Promise<number> {
  const ofPayments = db
    .select({ minor: sql`coalesce(sum(${payments.unallocatedMinor}), 0)`.mapWith(Number) })
    .from(payments)
    .where(
      and(
        visiblePayments(viewer),
        eq(payments.currency, currency),
        inArray(payments.state, ["succeeded", "partly_refunded", "disputed"]),
        gt(payments.unallocatedMinor, 0),
      ),
    );
  const ofNotes = db
    .select({ minor: sql`coalesce(sum(${invoices.balanceMinor}), 0)`.mapWith(Number) })
    .from(invoices)
    .where(
      and(
        visibleInvoices(viewer),
        eq(invoices.currency, currency),
        eq(invoices.kind, "credit_note"),
        gt(invoices.balanceMinor, 0),
        isNull(invoices.voidedOn),
      ),
    );
  return (await unionAll(ofPayments, ofNotes)).reduce((sum, { minor }) => sum + minor, 0);
}

/**
 * Bank debits in one currency that have not cleared, in minor units. They change no balance until they have cleared.
 */
export async function onItsWay({ viewer, db }: Context<ClientViewer>, currency: string): Promise<number> {
  const [row] = await db
    .select({ minor: sql`coalesce(sum(${payments.amountMinor}), 0)`.mapWith(Number) })
    .from(payments)
    .where(and(visiblePayments(viewer), eq(payments.currency, currency), eq(payments.state, "processing")));
  return row?.minor ?? 0;
}
