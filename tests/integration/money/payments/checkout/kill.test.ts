import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { asSystem } from "@/db/viewer";
import { moneyCame } from "@/lib/money/payments/rules";
import { runReconcileTask } from "@/lib/money/payments/stripe/reconcile";
import { temporaryFolder } from "@/tests/support/temporary";
import { createContact, createInvoice, nobodysId } from "@/tests/support/world";
import { expectSound, readLedger } from "../settlement/ledger";
import { type Stripe, startStripe } from "../stripe/support";
import type { Person } from "./pay-process";
import { house } from "./support";

const ROOT = path.resolve(import.meta.dirname, "../../../../..");
const PROCESS = "pay-under-test";
const COMPANIES = 10;
const KILLS = process.env.PORTAL_TEST_LONG ? 30 : 4;

let stripe: Stripe;
const companies: string[] = [];
const people: Person[] = [];
let running: ChildProcess | undefined;
/** Called when a session is about to be made at Stripe. */
let isAsked = () => {};

beforeAll(async () => {
  stripe = await startStripe({ beforeSessionStored: async () => isAsked() });
  // No webhook of Stripe arrives: reconciliation has to work without them.
  stripe.stripe.webhooks.setMode("hold");
  for (let index = 0; index < COMPANIES; index++) {
    const { company, payer } = await house();
    const colleague = await createContact(company, { pay: true });
    const invoices = await Promise.all(Array.from({ length: 6 }, () => createInvoice(company)));
    companies.push(company.id);
    for (const { id } of [payer, colleague]) {
      people.push({
        contactId: id,
        invoices: invoices.map(({ number }) => number),
        forms: Array.from({ length: 6 }, nobodysId),
      });
    }
  }
});
afterAll(async () => {
  running?.kill("SIGKILL");
  await stripe.close();
});

const sessions = () => [...stripe.stripe.account("cimsoft").sessions.values()];
const open = () => sessions().filter(({ status }) => status === "open");
const paymentOf = (session: { metadata: Record<string, string> | null }) => session.metadata?.payment_id ?? "";

/** Somebody at the checkout does something, at any session that Stripe has: the portal may not know it yet. */
function somebodyPays(): void {
  const waiting = open();
  const session = waiting[Math.floor(Math.random() * waiting.length)];
  if (!session) return;
  const chance = Math.random();
  if (chance < 0.6) stripe.payByCard(session.id);
  else if (chance < 0.8) stripe.payByBankDebit(session.id);
  else stripe.declineCard(session.id);
}

const connections = () =>
  asSystem("test", async (db) => {
    const rows = await db.execute(
      sql`select pid from pg_stat_activity where application_name = ${PROCESS} and datname = current_database()`,
    );
    return rows.length;
  });

const everything = () => Promise.all(companies.map(readLedger));

/** Makes every payment and attempt that waits so much older, as if the time had passed. */
const pass = (minutes: number) =>
  asSystem("test lets time pass", async (db) => {
    const span = sql`make_interval(mins => ${minutes})`;
    await db.execute(sql`update payment_checkouts set created_at = created_at - ${span}, expires_at = expires_at - ${span}
      where state in ('preparing', 'open')`);
    await db.execute(
      sql`update payments set created_at = created_at - ${span}, observed_at = observed_at - ${span} where source = 'portal'`,
    );
  });

async function reconcile(minutes: number): Promise<void> {
  await pass(minutes);
  // A run of reconciliation takes a hundred payments; repeat until none is left.
  let looked = 0;
  do looked = await runReconcileTask(new Date());
  while (looked > 0);
}

/** No cent appears or vanishes: what Stripe took is what the ledger has, payment by payment, and is allocated as planned. */
async function expectAgreement(): Promise<void> {
  const ledgers = await everything();
  for (const ledger of ledgers) expectSound(ledger);
  const received = ledgers.flatMap((ledger) => ledger.received);
  const attempts = ledgers.flatMap((ledger) => ledger.attempts);
  const paid = sessions().filter(({ payment_status }) => payment_status === "paid");
  expect(received.filter(({ state }) => moneyCame(state)).map(({ id, amountMinor }) => [id, amountMinor])).toEqual(
    paid.map((session) => [paymentOf(session), session.amount_total]).sort(),
  );
  expect(received.filter(({ unallocatedMinor, state }) => moneyCame(state) && unallocatedMinor !== 0)).toEqual([]);
  const isOnItsWay = (session: (typeof paid)[number]) =>
    session.status === "complete" &&
    session.payment_status !== "paid" &&
    stripe.stripe.account("cimsoft").intents.get(session.payment_intent ?? "")?.status === "processing";
  expect(received.filter(({ state }) => state === "processing").map(({ id }) => id)).toEqual(
    sessions().filter(isOnItsWay).map(paymentOf).sort(),
  );
  // Nobody can pay twice, or for something that the portal does not wait for.
  expect(
    attempts
      .filter(({ state }) => state === "open")
      .map(({ sessionId }) => sessionId)
      .sort(),
  ).toEqual(
    open()
      .map(({ id }) => id)
      .sort(),
  );
  expect(received.filter(({ state }) => state === "started").map(({ id }) => id)).toEqual(
    [
      ...new Set(attempts.filter(({ state }) => state === "open" || state === "preparing").map((row) => row.paymentId)),
    ].sort(),
  );
  expect(new Set(open().map(paymentOf)).size).toBe(open().length);
}

it("after a process that starts, continues and cancels payments was killed anywhere, reconciliation leaves in the ledger what Stripe says, once", async () => {
  const file = path.join(temporaryFolder(), "people.json");
  await writeFile(file, JSON.stringify(people));
  const answers = new Map<string, number>();

  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "tests/integration/money/payments/checkout/pay-process.ts", file],
      {
        cwd: ROOT,
        env: { ...process.env, PORTAL_PROCESS: PROCESS },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    running = child;
    const died = once(child, "close");
    const enough = 20 + Math.random() * 30;
    let lines = 0;
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on("line", (answer) => {
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
        lines += 1;
        if (lines % 5 === 0) somebodyPays();
        if (lines >= 2 * enough) resolve();
      });
      // At the worst time: while a session is being made, or soon after.
      isAsked = () => lines >= enough && resolve();
      child.on("close", () => reject(new Error("it ended by itself")));
    });
    // At a random moment of the request that has just begun.
    await wait(Math.random() * 25);
    child.kill("SIGKILL");
    await died;
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 20_000 });
    for (const ledger of await everything()) expectSound(ledger);
    somebodyPays();
  }
  // The process has done everything that it is there for.
  expect([...answers.keys()].sort()).toEqual(["cancelled", "continued", "refused", "started"]);

  await reconcile(3);
  await expectAgreement();

  // Then every payment ends: some more are paid, debits clear, and the other sessions and attempts expire.
  for (let more = 0; more < 10; more++) somebodyPays();
  const debits = sessions().filter(
    ({ status, payment_status }) => status === "complete" && payment_status === "unpaid",
  );
  for (const { id } of debits) stripe.settleDebit(id);
  for (const { id } of open()) stripe.expire(id);
  await reconcile(45);
  await expectAgreement();
  const states = (await everything()).flatMap(({ received }) => received.map(({ state }) => state));
  expect(new Set(states)).toEqual(new Set(["succeeded", "cancelled"]));
}, 600_000);
