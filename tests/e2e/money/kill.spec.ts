import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import postgres from "postgres";
import {
  balances,
  letTimePass,
  portalPayments,
  type StripeSession,
  stripeSays,
  waiting,
} from "../../support/e2e/money";
import { OwnDemo } from "../../support/e2e/own-demo";
import { type Answer, type Fields, fieldsOf, filled, formWith, PlainBrowser } from "../../support/e2e/plain-browser";
import { DEMO_PASSWORD, type Mail } from "../../support/e2e/portal";

/*
 * Web server and worker killed in the middle of payment runs, beside the demo that serves the other tests: with a folder
 * and ports of its own, on the same build. A run repeats what people do; where the kills fall is chance.
 */
const PORT = 3120;
const KILLS = 3;
const PAYERS = [
  { brand: "cimsoft", email: "payables@blueridge.example" },
  { brand: "insource", email: "accounts@tidewater.example" },
] as const;
const INVOICES_EACH = 3;

interface Payer {
  readonly brand: string;
  readonly email: string;
  readonly browser: PlainBrowser;
  readonly numbers: readonly string[];
}

/** A form of the pay page, with the fields as the page sent them. */
interface Wish {
  readonly payer: Payer;
  readonly number: string;
  readonly amountMinor: number;
  readonly paymentId: string;
  readonly fields: Fields;
}

/** Counts what happens in a round, and wakes whoever waits for a count. */
class Moments {
  #count = 0;
  #waiting: { at: number; tell: () => void }[] = [];

  happened(): void {
    this.#count += 1;
    for (const { tell } of this.#waiting.filter(({ at }) => at <= this.#count)) tell();
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#count);
  }

  /** Settles when so many have happened since the round began. */
  reached(at: number): Promise<void> {
    return new Promise((tell) => {
      this.#waiting.push({ at, tell });
      if (at <= this.#count) tell();
    });
  }

  next(): Promise<void> {
    return this.reached(this.#count + 1);
  }
}

const oneOf = (count: number) => 1 + Math.floor(Math.random() * count);
const decimal = (minor: number) => (minor / 100).toFixed(2);

test("payments that are made while web server and worker are killed stand in the ledger exactly once, as Stripe took them", async () => {
  test.setTimeout(600_000);
  const demo = await OwnDemo.start({ data: ".data/e2e-kill", port: PORT, sandboxPort: 3921 });
  const sql = postgres(demo.databaseUrl, { max: 2, onnotice: () => {} });
  const wishes: Wish[] = [];
  let cut = 0;
  let underway = 0;
  let sent = new Moments();
  let paid = new Moments();

  /** Asks until there is an answer, as a person does who reads that the site cannot be reached. */
  async function untilAnswered(ask: () => Promise<Answer>, again = 5): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      if (again === 0) throw error;
      await demo.webAnswers();
      return untilAnswered(ask, again - 1);
    }
  }

  async function signIn(brand: string, email: string): Promise<Payer> {
    const browser = new PlainBrowser(`http://${brand}.localhost:${PORT}`);
    const form = formWith((await browser.get("/login")).body, "password");
    const answer = await browser.post("/login", filled(form, { email, password: DEMO_PASSWORD }));
    expect(answer).toMatchObject({ status: 303, location: "/dashboard" });
    const list = fieldsOf((await browser.get("/invoices?status=open&sort=-due")).body);
    const offered = list.filter(([name]) => name === "invoice").map(([, value]) => value);
    const rich = await sql<{ number: string }[]>`
      select number from invoices where brand = ${brand} and number in ${sql(offered)} and balance_minor > 50000`;
    const numbers = [...new Set(offered)].filter((number) => rich.some((row) => row.number === number));
    expect(numbers.length).toBeGreaterThanOrEqual(INVOICES_EACH);
    return { brand, email, browser, numbers: numbers.slice(0, INVOICES_EACH) };
  }

  async function openForm(payer: Payer, number: string): Promise<Wish> {
    const amountMinor = 1_000 + oneOf(5_000);
    const query = new URLSearchParams({ "invoice[]": number, "amount[]": decimal(amountMinor) });
    const page = await untilAnswered(() => payer.browser.get(`/invoices/pay?${query}`));
    expect(page.status, `the form for ${number}`).toBe(200);
    const fields = formWith(page.body, "paymentId");
    const paymentId = fields.find(([name]) => name === "paymentId")?.[1] ?? "";
    const wish = { payer, number, amountMinor, paymentId, fields };
    wishes.push(wish);
    return wish;
  }

  /** Sends a form, the very same again when nothing came back, and answers where it led. */
  async function send({ payer, fields }: Wish): Promise<string> {
    const { status, location, body } = await untilAnswered(async () => {
      underway += 1;
      sent.happened();
      try {
        return await payer.browser.post("/invoices/pay", fields);
      } catch (error) {
        cut += 1;
        throw error;
      } finally {
        underway -= 1;
      }
    });
    if (status !== 303 || !location)
      throw new Error(`${status}: ${/role="alert"[\s\S]{0,600}/.exec(body)?.[0] ?? body}`);
    return location;
  }

  /** From the form to the checkout and back. Some press twice. */
  async function pay(wish: Wish): Promise<void> {
    const presses = Array.from({ length: oneOf(2) }, () => send(wish));
    for (const location of await Promise.all(presses)) {
      if (!location.startsWith(demo.sandboxes)) continue;
      const method = Math.random() < 0.7 ? "card" : "bank-debit";
      const done = await fetch(`${location}/${method}`, { method: "POST", redirect: "manual" });
      paid.happened();
      const back = new URL(done.headers.get("location") ?? "");
      const page = await untilAnswered(() => wish.payer.browser.get(`${back.pathname}${back.search}`));
      expect(page.status).toBe(200);
    }
  }

  /** Each payer pays all of its invoices: one after the other, or all at once. */
  async function payAll(payers: readonly Payer[], round: number): Promise<void> {
    await Promise.all(
      payers.map(async (payer, place) => {
        if ((place + round) % 2 === 0) {
          await Promise.all(payer.numbers.map(async (number) => pay(await openForm(payer, number))));
        } else {
          for (const number of payer.numbers) await pay(await openForm(payer, number));
        }
      }),
    );
  }

  async function killWeb(done: Promise<void>): Promise<void> {
    await sent.reached(oneOf(4));
    await wait(Math.random() * 120);
    // A kill counts only in the middle of a run: while a request waits for its answer.
    if (underway === 0) await Promise.race([sent.next(), done]);
    await demo.kill("web server");
    await demo.startWeb();
  }

  async function killWorker(): Promise<void> {
    await paid.reached(oneOf(PAYERS.length * INVOICES_EACH - 1));
    await wait(Math.random() * 400);
    await demo.kill("worker");
    demo.startWorker();
  }

  try {
    const payers = await Promise.all(PAYERS.map(({ brand, email }) => signIn(brand, email)));
    const before = await balances(sql);
    const known = (await portalPayments(sql)).map(({ id }) => id);
    const knownSessions = (await stripeSays(demo.sandboxes)).sessions.map(({ id }) => id);
    const sessionsNow = async (): Promise<StripeSession[]> =>
      (await stripeSays(demo.sandboxes)).sessions.filter(({ id }) => !knownSessions.includes(id));

    /** Banks accept all debits, and every payment that waits comes to its end. */
    const settle = async () => {
      for (const { status, payment_status, payment_intent } of await sessionsNow()) {
        if (status !== "complete" || payment_status === "paid") continue;
        const told = await fetch(`${demo.sandboxes}/stripe/payments/${payment_intent}/settle`, { method: "POST" });
        expect(told.ok).toBe(true);
      }
      await expect
        .poll(async () => (await stripeSays(demo.sandboxes)).underway + (await waiting(sql, known)), {
          ...{ timeout: 120_000, intervals: [250] },
        })
        .toBe(0);
    };

    const compare = async () => {
      const sorted = (rows: readonly (readonly unknown[])[]) => rows.map((row) => row.join(" ")).sort();
      const ledger = (await portalPayments(sql)).filter(({ id }) => !known.includes(id));
      const sessions = await sessionsNow();
      // Every form was paid at Stripe exactly once, and nothing else was.
      expect(sorted(sessions.map((row) => [row.metadata?.payment_id, row.amount_total, row.payment_status]))).toEqual(
        sorted(wishes.map(({ paymentId, amountMinor }) => [paymentId, amountMinor, "paid"])),
      );
      // What Stripe took is what the ledger has, payment by payment, and all of it is allocated to invoices.
      expect(sorted(ledger.map((row) => [row.id, row.reference, row.amount, row.currency, row.state]))).toEqual(
        sorted(
          sessions.map((row) => [
            ...[row.metadata?.payment_id, row.client_reference_id, row.amount_total, row.currency, "succeeded"],
          ]),
        ),
      );
      expect(ledger.filter(({ amount, allocated, loose }) => amount !== allocated || loose !== 0)).toEqual([]);
      // Each invoice owes what it owed less what was paid on it, and that is its total less what is allocated to it.
      for (const { id, number, brand, balance, counted } of (await balances(sql)).values()) {
        const own = wishes.filter((wish) => wish.payer.brand === brand && wish.number === number);
        const due =
          (before.get(id)?.balance ?? Number.NaN) - own.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
        expect([balance, counted], number).toEqual([due, due]);
      }
      // One receipt tells of each payment.
      const mails = (await (await fetch(`${demo.sandboxes}/mail.json`)).json()) as Mail[];
      const receipts = mails.filter(({ subject }) => subject.startsWith("Receipt"));
      const told = receipts.map(({ subject, to }) => [
        ...[/CP-\w+/.exec(subject)?.[0], /[^<>\s]+@[^<>\s]+/.exec([to].flat().join())?.[0]],
      ]);
      const emailOf = (id: string) => wishes.find(({ paymentId }) => paymentId === id)?.payer.email;
      expect(sorted(told)).toEqual(sorted(ledger.map(({ id, reference }) => [reference, emailOf(id)])));
    };

    for (let round = 0; round < KILLS; round++) {
      await test.step(`kill ${round + 1}`, async () => {
        sent = new Moments();
        paid = new Moments();
        const done = payAll(payers, round);
        await Promise.all([done, killWeb(done), killWorker()]);
        await letTimePass(sql, 3);
        await settle();
        await compare();
      });
    }
    expect(wishes).toHaveLength(KILLS * PAYERS.length * INVOICES_EACH);
    // Some requests were cut off by a kill, so the kills fell in the middle of payments.
    expect(cut).toBeGreaterThan(0);
  } finally {
    await sql.end({ timeout: 5 });
    await demo.stop();
  }
});
