import type { Sql } from "postgres";

export interface StripeSession {
  readonly id: string;
  readonly client_reference_id: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly amount_total: number;
  readonly currency: string;
  readonly status: string;
  readonly payment_status: string;
  readonly payment_intent: string | null;
}

/** All sessions in the accounts of Stripe's sandbox, and the number of events that are not delivered yet. */
export async function stripeSays(sandboxes: string) {
  const state = (await (await fetch(`${sandboxes}/stripe.json`)).json()) as {
    sessions: StripeSession[];
    deliveries: { state: string }[];
  };
  return { sessions: state.sessions, underway: state.deliveries.filter(({ state }) => state === "waiting").length };
}

/**
 * Payments made in the portal with their reference, oldest first, in Stripe's form: minor units, currency in lower
 * case.
 */
export async function portalPayments(sql: Sql) {
  return sql<
    {
      id: string;
      reference: string;
      state: string;
      amount: number;
      currency: string;
      allocated: number;
      loose: number;
    }[]
  >`
    select id, reference, state, amount_minor::int as amount, lower(currency) as currency,
      allocated_minor::int as allocated, unallocated_minor::int as loose
    from payments where source = 'portal' order by id`;
}

/** Balance of each portal invoice in minor units, by id, and the same computed from its parts. */
export async function balances(sql: Sql) {
  const rows = await sql<{ id: string; number: string; brand: string; balance: number; counted: number }[]>`
    select i.id, i.number, i.brand, i.balance_minor::int as balance,
      (i.total_minor - coalesce(sum(a.amount_minor) filter (where a.state in ('applied', 'disputed')), 0))::int as counted
    from invoices i left join allocations a on a.invoice_id = i.id
    where i.kind = 'invoice' and i.voided_on is null group by i.id order by i.id`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** Number of things still to be done about payments: unsettled ones, jobs, mails. */
export async function waiting(sql: Sql, known: readonly string[]): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select (
      (select count(*) from payments where source = 'portal' and state in ('started', 'processing') and not id = any(${[...known]}::uuid[]))
      + (select count(*) from stripe_events where state = 'received')
      + (select count(*) from outbox where kind = 'payment-receipt' and state in ('queued', 'sending'))
    )::int as count`;
  return row?.count ?? Number.NaN;
}

/**
 * Makes times in the database older by `minutes`: leases, retries and rate limits. Then starts the jobs that run every
 * minute.
 */
export async function letTimePass(sql: Sql, minutes: number): Promise<void> {
  await sql.begin(async (tx) => {
    const span = `${minutes} minutes`;
    await tx`update payments set created_at = created_at - ${span}::interval, observed_at = observed_at - ${span}::interval where source = 'portal'`;
    await tx`update payment_checkouts set created_at = created_at - ${span}::interval`;
    await tx`update stripe_events set received_at = received_at - ${span}::interval`;
    await tx`update outbox set leased_until = leased_until - ${span}::interval`;
    await tx`update graphile_worker._private_jobs set locked_at = locked_at - ${span}::interval, run_at = run_at - ${span}::interval`;
    await tx`delete from rate_limits`;
    for (const task of ["jobs.rescue", "mail.sweep", "stripe.reconcile"]) {
      await tx`select graphile_worker.add_job(${task}, '{}'::json, job_key := ${task}, max_attempts := 1)`;
    }
  });
}
