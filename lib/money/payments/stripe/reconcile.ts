import { and, asc, eq, exists, gt, inArray, lt, ne, or, type SQL, sql } from "drizzle-orm";
import { deployment, paymentCheckouts, payments, stripeEvents } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { env } from "@/lib/env";
import { describeError, log } from "@/lib/log";
import { MONEY_STATES } from "@/lib/money/payments/rules";
import { attemptsOf, endAttempt, recordSession } from "./attempts";
import { endLeftOver } from "./checkout";
import { stripeFor } from "./clients";
import { StripeUnreachable } from "./faults";
import { findSession } from "./find-session";
import { observeAndSettle } from "./observe";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** How many payments one run observes. Those observed longest ago come first. */
const BATCH = 100;
/** Simultaneous requests to Stripe, far fewer than it allows. */
const AT_ONCE = 4;
/**
 * After this time a run begins no further payment: when a worker holds a job for two minutes, another worker takes it
 * over.
 */
const LONGEST_RUN_MS = 60_000;
/** A run ends after so many payments in a row for which Stripe gave no answer. */
const PATIENCE = AT_ONCE;

interface Due {
  readonly id: string;
  readonly brand: string;
  /** The payment is settled, and only attempts of it are left to end. */
  readonly leftOver: boolean;
}

/**
 * The job `stripe.reconcile` observes payments about which no webhook arrived, so that the ledger becomes right
 * whatever was lost. Returns how many it observed. `now`: system time.
 */
export async function runReconcileTask(now: Date): Promise<number> {
  const jobs = await renewJobs(now);
  const due = await findDue(now);
  const begun = performance.now();
  let looked = 0;
  let unanswered = 0;
  const queue = due.values();
  const walk = async () => {
    for (const payment of queue) {
      if (unanswered >= PATIENCE || performance.now() - begun > LONGEST_RUN_MS) return;
      try {
        await reconcile(payment, now);
        looked += 1;
        unanswered = 0;
      } catch (error) {
        log.error(
          { payment: payment.id, brand: payment.brand, fault: describeError(error) },
          "a payment was not settled",
        );
        if (error instanceof StripeUnreachable) unanswered += 1;
        // Otherwise a payment that cannot be settled would come first in every run.
        else await setAside(payment.id);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, walk));
  await noteRun(now);
  if (due.length > 0 || jobs > 0) log.info({ looked, due: due.length, jobs }, "payments were reconciled with Stripe");
  return looked;
}

/** Stores the time of the last reconciliation, for the health addresses. */
async function noteRun(now: Date): Promise<void> {
  await asSystem("reconciliation notes its run", (db) =>
    db
      .insert(deployment)
      .values({ key: "reconciled_at", value: now.toISOString() })
      .onConflictDoUpdate({ target: deployment.key, set: { value: now.toISOString() } }),
  );
}

async function reconcile({ id, brand, leftOver }: Due, now: Date): Promise<void> {
  if (leftOver) return endLeftOver(id);
  const stripe = stripeFor(brand);
  if (!stripe) return;
  const attempts = await asSystem("reconciliation reads the attempts of a payment", (db) => attemptsOf(db, id));
  for (const attempt of attempts) {
    if (attempt.state !== "preparing" || attempt.createdAt.getTime() > now.getTime() - 2 * MINUTE) continue;
    const session = await findSession(stripe, attempt);
    if (session) await recordSession(attempt, session);
    // Until then the payer may continue the payment, and the next attempt replaces this one.
    else if (attempt.expiresAt <= now) await endAttempt(attempt, "expired");
  }
  if ((await observeAndSettle(id)) === "unknown") await setAside(id);
}

/** Marks the payment as observed now, so that others come before it in the next run. */
async function setAside(id: string): Promise<void> {
  await asSystem("reconciliation sets a payment aside", (db) =>
    db.update(payments).set({ observedAt: sql`now()` }).where(eq(payments.id, id)),
  );
}

async function findDue(now: Date): Promise<Due[]> {
  const before = (milliseconds: number) => new Date(now.getTime() - milliseconds);
  // The condition is part of the query: otherwise rows of a brand that lost its account would always come first and
  // fill the batch.
  const brands = Object.keys(env().stripe);
  if (brands.length === 0) return [];
  return asSystem("reconciliation looks for payments to look at", async (db) => {
    const unseenFor = (milliseconds: number) =>
      lt(sql`coalesce(${payments.observedAt}, ${payments.createdAt})`, before(milliseconds).toISOString());
    const attempt = (condition: SQL | undefined) =>
      exists(
        db
          .select({ one: sql`1` })
          .from(paymentCheckouts)
          .where(and(eq(paymentCheckouts.paymentId, payments.id), condition)),
      );
    const attemptIsOpen = and(
      inArray(paymentCheckouts.state, ["preparing", "open"]),
      lt(paymentCheckouts.createdAt, before(2 * MINUTE)),
    );
    const portal = and(eq(payments.source, "portal"), inArray(payments.brand, brands));
    const select = (condition: SQL | undefined) =>
      db
        .select({ id: payments.id, brand: payments.brand })
        .from(payments)
        .where(and(portal, condition))
        .orderBy(asc(sql`coalesce(${payments.observedAt}, ${payments.createdAt})`), asc(payments.id))
        .limit(BATCH);
    const waiting = await select(
      or(
        and(eq(payments.state, "started"), unseenFor(2 * MINUTE)),
        and(eq(payments.state, "processing"), unseenFor(15 * MINUTE)),
      ),
    );
    const received = await select(
      and(inArray(payments.state, [...MONEY_STATES]), unseenFor(DAY), gt(payments.succeededAt, before(180 * DAY))),
    );
    const leftOver = await select(and(ne(payments.state, "started"), unseenFor(2 * MINUTE), attempt(attemptIsOpen)));
    const due = [
      ...leftOver.map((row) => ({ ...row, leftOver: true })),
      ...waiting.map((row) => ({ ...row, leftOver: false })),
      ...received.map((row) => ({ ...row, leftOver: false })),
    ];
    return due.slice(0, BATCH);
  });
}

/** Adds a job for every event that waits without one. Returns how many. */
async function renewJobs(now: Date): Promise<number> {
  const before = new Date(now.getTime() - 2 * MINUTE);
  return asSystem("reconciliation looks for events without a job", async (db) => {
    const added = await db.execute(sql`
      select graphile_worker.add_job('stripe.event', json_build_object('id', e.id),
        job_key := 'stripe:' || e.brand || ':' || e.event_id, max_attempts := 25)
      from ${stripeEvents} e
      where e.state = 'received' and e.received_at < ${before.toISOString()}::timestamptz
        and not exists (
          select from graphile_worker.jobs j
          where j.key = 'stripe:' || e.brand || ':' || e.event_id and (j.locked_at is not null or j.attempts < j.max_attempts)
        )`);
    return added.length;
  });
}
