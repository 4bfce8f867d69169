import { type SQL, sql } from "drizzle-orm";
import { allocations, invoices, paymentRefunds, payments } from "@/db/schema";
import type { PaymentMethod, PaymentState } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { visibleInvoices } from "@/lib/money/invoices/policy";
import { visibleAllocations, visiblePayments, visibleRefunds } from "@/lib/money/payments/policy";
import { MOVEMENT_KINDS, type MovementKind } from "@/lib/money/statements/rules";

/**
 * States of a payment whose money came in, even if it was refunded or disputed later. They are constants in the text
 * and not parameters, so that the server plans the query well.
 */
export const CAME_IN = sql`('succeeded', 'refunded', 'partly_refunded', 'disputed')`;

/** A movement as the ledger stores it. */
export interface StoredMovement {
  readonly id: string;
  readonly on: string;
  readonly kind: MovementKind;
  readonly reference: string;
  readonly documentNumber: string | null;
  readonly paymentReference: string | null;
  readonly method: PaymentMethod | null;
  readonly state: PaymentState | null;
  /** The amount that the movement adds to the balance, in minor units. */
  readonly minor: number;
}

const rank = (kind: MovementKind) => sql.raw(String(MOVEMENT_KINDS.indexOf(kind)));
const shownReference = sql`coalesce(${payments.reference}, ${payments.externalId}, '')`;
/** Only a payment made in the portal has a page. */
const ownPage = sql`case when ${payments.source} = 'portal' then ${payments.reference} end`;

/**
 * Every movement of the viewer's company in all currencies, as selects with the same columns:
 * - An invoice adds its total on the day of issue and subtracts it on the day on which it was voided; a credit note the
 *   other way round. A void that is dated before the issue counts on the day of issue.
 * - A payment that came in subtracts its amount on the day it was received. Started, processing, failed and cancelled
 *   payments are no movements. Where the ERP reports a payment as partly received and partly processing, the received
 *   part counts.
 * - Money that went back adds to the balance. For a portal payment these are its refunds and lost disputes, on Stripe's
 *   dates. For a payment of the ERP they are its refunded allocations and, if the whole payment was refunded, the part
 *   that was allocated to no invoice.
 */
function ledger({ viewer }: Context<ClientViewer>): SQL[] {
  const none = sql`null::text`;
  const allocated = (states: SQL) => sql`(select coalesce(sum(${allocations.amountMinor}), 0) from ${allocations}
    where ${visibleAllocations(viewer)} and ${allocations.paymentId} = ${payments.id} and ${allocations.state} in ${states})`;
  const issues = sql`
    select ${invoices.issuedOn} as on_day,
      case ${invoices.kind} when 'invoice' then ${rank("invoice")} else ${rank("credit_note")} end as rank,
      ${invoices.id} as id, ${invoices.number} as reference, ${invoices.number} as document, ${none} as payment,
      ${none} as method, ${none} as state, ${invoices.currency} as currency,
      case ${invoices.kind} when 'invoice' then ${invoices.totalMinor} else -${invoices.totalMinor} end as minor
    from ${invoices} where ${visibleInvoices(viewer)}`;
  const voids = sql`
    select greatest(${invoices.voidedOn}, ${invoices.issuedOn}) as on_day,
      case ${invoices.kind} when 'invoice' then ${rank("invoice_void")} else ${rank("credit_note_void")} end as rank,
      ${invoices.id} as id, ${invoices.number} as reference, ${invoices.number} as document, ${none} as payment,
      ${none} as method, ${none} as state, ${invoices.currency} as currency,
      case ${invoices.kind} when 'invoice' then -${invoices.totalMinor} else ${invoices.totalMinor} end as minor
    from ${invoices} where ${visibleInvoices(viewer)} and ${invoices.voidedOn} is not null`;
  const receipts = sql`
    select ${payments.receivedOn} as on_day, ${rank("payment")} as rank, ${payments.id} as id, ${shownReference} as reference,
      ${none} as document, ${ownPage} as payment, ${payments.method} as method, ${payments.state} as state,
      ${payments.currency} as currency,
      -(case ${payments.state} when 'processing' then ${allocated(sql`('applied', 'disputed')`)}
        when 'disputed' then ${payments.amountMinor} - ${allocated(sql`('pending')`)} else ${payments.amountMinor} end)::bigint as minor
    from ${payments} where ${visiblePayments(viewer)} and (${payments.state} in ${CAME_IN}
      or (${payments.state} = 'processing' and ${allocated(sql`('applied', 'disputed')`)} > 0))`;
  const refunds = sql`
    select ${paymentRefunds.refundedOn} as on_day,
      case ${paymentRefunds.kind} when 'chargeback' then ${rank("chargeback")} else ${rank("refund")} end as rank,
      ${paymentRefunds.id} as id, ${shownReference} as reference, ${none} as document, ${ownPage} as payment,
      ${payments.method} as method, ${none} as state, ${payments.currency} as currency, ${paymentRefunds.amountMinor} as minor
    from ${paymentRefunds} join ${payments} on ${payments.id} = ${paymentRefunds.paymentId}
    where ${visibleRefunds(viewer)} and ${visiblePayments(viewer)} and ${payments.source} = 'portal'`;
  // A lateral join, so that the allocations of the few refunded payments are found by index.
  const refundsOfErp = sql`
    select parts.on_day as on_day, ${rank("refund")} as rank, ${payments.id} as id, ${shownReference} as reference,
      ${none} as document, ${none} as payment, ${payments.method} as method, ${none} as state, ${payments.currency} as currency,
      parts.minor as minor
    from ${payments} cross join lateral (
      select back.on_day, sum(back.minor)::bigint as minor from (
        select coalesce(${allocations.refundedOn}, ${payments.receivedOn}) as on_day, ${allocations.amountMinor} as minor
        from ${allocations} where ${visibleAllocations(viewer)} and ${allocations.paymentId} = ${payments.id}
          and ${allocations.state} = 'refunded'
        union all
        select ${payments.receivedOn}, ${payments.unallocatedMinor}
        where ${payments.state} = 'refunded' and ${payments.unallocatedMinor} > 0
      ) back group by back.on_day
    ) parts
    where ${visiblePayments(viewer)} and ${payments.source} = 'erp'
      and ${payments.state} in ('refunded', 'partly_refunded', 'disputed')`;
  return [issues, voids, receipts, refunds, refundsOfErp];
}

/** Sums of the movements of one currency before, in and after a period, in minor units. */
export interface MovementSums {
  readonly currency: string;
  /** Sum of all movements before the period. */
  readonly opening: number;
  readonly charges: number;
  /** Sum of the movements that lowered the balance within the period; negative. */
  readonly credits: number;
  /** Movements within the period. */
  readonly count: number;
  /** Sum of all movements dated after the period. */
  readonly later: number;
}

/** Sums for every currency in which the company has ever had a movement. */
export async function sumMovements(
  context: Context<ClientViewer>,
  period: { readonly from: string; readonly to: string },
): Promise<MovementSums[]> {
  const { from, to } = period;
  const within = sql`on_day between ${from}::date and ${to}::date`;
  // Each kind of movement is summed by itself, so that only a few rows are joined and not the whole ledger.
  const parts = ledger(context).map(
    (movements) => sql`select currency, sum(minor) filter (where on_day < ${from}::date) as opening,
        sum(minor) filter (where ${within} and minor > 0) as charges, sum(minor) filter (where ${within} and minor < 0) as credits,
        count(*) filter (where ${within}) as count, sum(minor) filter (where on_day > ${to}::date) as later
      from (${movements}) movements group by currency`,
  );
  const rows = await context.db.execute<Record<keyof MovementSums, string>>(
    sql`select currency, coalesce(sum(opening), 0) as opening, coalesce(sum(charges), 0) as charges,
        coalesce(sum(credits), 0) as credits, sum(count) as count, coalesce(sum(later), 0) as later
      from (${sql.join(parts, sql` union all `)}) parts group by currency order by currency`,
  );
  return [...rows].map((row) => ({
    currency: row.currency,
    opening: Number(row.opening),
    charges: Number(row.charges),
    credits: Number(row.credits),
    count: Number(row.count),
    later: Number(row.later),
  }));
}

/** Movements of one currency within a period, in the order of a statement. */
export async function listMovements(
  context: Context<ClientViewer>,
  period: { readonly from: string; readonly to: string; readonly currency: string },
  limit: number,
): Promise<StoredMovement[]> {
  const rows = await context.db.execute<{
    id: string;
    on_day: string;
    rank: number;
    reference: string;
    document: string | null;
    payment: string | null;
    method: PaymentMethod | null;
    state: PaymentState | null;
    minor: string;
  }>(sql`select id::text, on_day::text, rank, reference, document, payment, method, state, minor
    from (${sql.join(ledger(context), sql` union all `)}) movements
    where currency = ${period.currency} and on_day between ${period.from}::date and ${period.to}::date
    order by on_day, rank, reference, id limit ${limit}`);
  return [...rows].map((row) => ({
    id: row.id,
    on: row.on_day,
    kind: kindOf(row.rank),
    reference: row.reference,
    documentNumber: row.document,
    paymentReference: row.payment,
    method: row.method,
    state: row.state,
    minor: Number(row.minor),
  }));
}

function kindOf(rank: number): MovementKind {
  const kind = MOVEMENT_KINDS[rank];
  if (!kind) throw new Error(`No movement has the rank ${rank}`);
  return kind;
}
