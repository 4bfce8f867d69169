import { and, asc, eq, like, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect } from "vitest";
import { POST } from "@/app/api/stripe/webhook/[brand]/route";
import {
  allocations,
  type companies,
  type contacts,
  invoices,
  outbox,
  paymentCheckouts,
  paymentRefunds,
  payments,
  stripeEvents,
} from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { openCheckout } from "@/lib/money/payments/stripe/checkout";
import { runEventTask } from "@/lib/money/payments/stripe/event";
import { type RunningSandbox, type SandboxOptions, startSandbox } from "@/scripts/demo/sandboxes/server";
import { type DisputeTarget, dispute, failRefund, refund } from "@/scripts/demo/sandboxes/stripe/after-payment";
import type { StripeFault } from "@/scripts/demo/sandboxes/stripe/faults";
import {
  declineCard,
  expireSession,
  fail,
  payByBankDebit,
  payByCard,
  settle,
} from "@/scripts/demo/sandboxes/stripe/payments";
import { sign } from "@/scripts/demo/sandboxes/stripe/webhooks";
import { createCompany, createContact, createInvoice, createPayment, unique } from "@/tests/support/world";

export type BrandKey = "cimsoft" | "insource";

/** The secrets of tests/support/database.ts, by which the sandbox signs. */
export const SECRETS = { cimsoft: "whsec_cimsoft_new", insource: "whsec_insource_only" } as const;
export const RETURN_ORIGIN = "http://cimsoft.localhost:3000";

const seed = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test world", work);

/** Posts to the webhook's route handler as Next would. */
export function postWebhook(brand: string, request: Request): Promise<Response> {
  return POST(request, { params: Promise.resolve({ brand }) });
}

export function webhookRequest(body: string | Uint8Array<ArrayBuffer>, signature: string | null): Request {
  return new Request("http://cimsoft.localhost:3000/api/stripe/webhook/cimsoft", {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...(signature === null ? {} : { "stripe-signature": signature }) },
  });
}

export { sign };

/**
 * The sandbox of Stripe behind a real socket with an account for each brand; its webhooks go to the real route handler
 * unless `webhooks` sends them elsewhere. Names itself in the environment, so it must start before anything asks for it.
 */
export async function startStripe(options: SandboxOptions & { webhookUrl?: (brand: BrandKey) => string } = {}) {
  const { webhookUrl, ...rest } = options;
  const sandbox = await startSandbox(
    { port: 0, host: "127.0.0.1" },
    {
      stripeAccounts: (["cimsoft", "insource"] as const).map((brand) => ({
        brand,
        secretKey: `sk_test_${brand}`,
        webhookSecret: SECRETS[brand],
        webhookUrl: webhookUrl?.(brand) ?? `http://portal.test/${brand}`,
      })),
      webhooks: webhookUrl
        ? {}
        : { send: (request) => postWebhook(new URL(request.url).pathname.slice(1), request), pausesMs: [10, 10] },
      ...rest,
    },
  );
  process.env.STRIPE_BASE_URL = sandbox.url;
  process.env.STRIPE_CHECKOUT_ORIGIN = sandbox.url;
  return { ...sandbox, ...controls(sandbox) };
}

/** What the payer, the banks and the time do, by session. */
function controls(sandbox: RunningSandbox) {
  const at = (sessionId: string) => {
    const found = sandbox.stripe.findSession(sessionId);
    if (!found) throw new Error(`The sandbox has no session ${sessionId}`);
    return found;
  };
  const intentOf = (sessionId: string) => {
    const { account, session } = at(sessionId);
    const intent = account.intents.get(session.payment_intent ?? "");
    if (!intent) throw new Error("Nobody has begun to pay this session");
    return { account, intent };
  };
  const onIntent = (act: (...args: Parameters<typeof settle>) => unknown) => (sessionId: string) => {
    const { account, intent } = intentOf(sessionId);
    act(account, intent);
  };
  const onSession = (act: (...args: Parameters<typeof payByCard>) => unknown) => (sessionId: string) => {
    const { account, session } = at(sessionId);
    act(account, session);
  };
  return {
    session: (sessionId: string) => at(sessionId).session,
    sessionsOf: (reference: string) =>
      sandbox.stripe.accounts.flatMap((account) =>
        [...account.sessions.values()].filter((session) => session.client_reference_id === reference),
      ),
    eventsOf: (brand: BrandKey) => [...sandbox.stripe.account(brand).events.values()],
    fault: (mode: StripeFault["mode"], times = 1) => sandbox.stripe.faults.set({ mode, times }),
    payByCard: onSession(payByCard),
    declineCard: onSession(declineCard),
    payByBankDebit: onSession(payByBankDebit),
    expire: onSession((account, session) => expireSession(account, session)),
    settleDebit: onIntent(settle),
    failDebit: onIntent(fail),
    failRefund: onIntent(failRefund),
    refund: (sessionId: string, amount: number | null = null) => {
      const { account, intent } = intentOf(sessionId);
      return refund(account, intent, amount);
    },
    dispute: (sessionId: string, target: DisputeTarget) => {
      const { account, intent } = intentOf(sessionId);
      return dispute(account, intent, target);
    },
    /** Lets the session expire in so many seconds. */
    leave: (sessionId: string, seconds: number) => {
      at(sessionId).session.expires_at = Math.floor(Date.now() / 1000) + seconds;
    },
    /** Until no webhook is on its way any more. */
    delivered: () => sandbox.stripe.webhooks.idle(),
  };
}

export type Stripe = Awaited<ReturnType<typeof startStripe>>;

export interface Started {
  readonly id: string;
  readonly reference: string;
  readonly company: typeof companies.$inferSelect;
  readonly contact: typeof contacts.$inferSelect;
  readonly invoices: readonly (typeof invoices.$inferSelect)[];
}

/**
 * A payment as **Pay** starts it: the row, its plan and its first attempt, with invoices of the given totals of which the
 * whole is paid unless `parts` says otherwise. `age`: made so many milliseconds ago.
 */
export async function startPayment(
  over: {
    brand?: BrandKey;
    totals?: readonly number[];
    parts?: readonly number[];
    age?: number;
    currency?: string;
  } = {},
): Promise<Started> {
  const { brand = "cimsoft", totals = [10_000], parts = totals, age = 0, currency = "USD" } = over;
  const company = await createCompany({ brand });
  const contact = await createContact(company, { pay: true });
  const owed: (typeof invoices.$inferSelect)[] = [];
  for (const totalMinor of totals) owed.push(await createInvoice(company, { totalMinor, currency }));
  const id = uuidv7();
  const reference = unique("CP").toUpperCase();
  const createdAt = new Date(Date.now() - age);
  const owner = { brand, companyId: company.id };
  await seed(async (db) => {
    await db.insert(payments).values({
      ...{ ...owner, id, reference, currency, createdAt },
      ...{ source: "portal", method: "card", state: "started", receivedOn: "2026-01-15" },
      amountMinor: parts.reduce((sum, part) => sum + part, 0),
      contactId: contact.id,
      contactName: contact.name,
    });
    await db.insert(allocations).values(
      owed.map((invoice, index) => ({
        ...{ ...owner, paymentId: id, invoiceId: invoice.id, state: "planned" as const },
        amountMinor: parts[index] ?? 0,
      })),
    );
    await db.insert(paymentCheckouts).values({
      ...{ ...owner, contactId: contact.id, paymentId: id, number: 1, returnOrigin: RETURN_ORIGIN, createdAt },
      expiresAt: new Date(Math.floor((createdAt.getTime() + 31 * 60_000) / 1000) * 1000),
    });
  });
  return { id, reference, company, contact, invoices: owed };
}

/** A started payment whose payer is at the checkout, and the id of the session there. */
export async function atCheckout(over: Parameters<typeof startPayment>[0] = {}) {
  const payment = await startPayment(over);
  const url = await openCheckout(payment.id);
  return { ...payment, url, sessionId: sessionIn(url) };
}

export const sessionIn = (url: string): string => new URL(url).pathname.replace("/checkout/", "");

export async function paymentRow(id: string) {
  const [row] = await seed((db) => db.select().from(payments).where(eq(payments.id, id)));
  if (!row) throw new Error("no such payment");
  return row;
}

export const checkoutRows = (id: string) =>
  seed((db) =>
    db.select().from(paymentCheckouts).where(eq(paymentCheckouts.paymentId, id)).orderBy(asc(paymentCheckouts.number)),
  );

export const eventRows = (brand: BrandKey) =>
  seed((db) => db.select().from(stripeEvents).where(eq(stripeEvents.brand, brand)).orderBy(asc(stripeEvents.id)));

export async function eventRow(eventId: string) {
  const [row] = await seed((db) => db.select().from(stripeEvents).where(eq(stripeEvents.eventId, eventId)));
  return row;
}

/** Ids of the event rows for which jobs wait under this event's key. */
export async function jobsOf(brand: BrandKey, eventId: string): Promise<string[]> {
  const rows = await seed((db) =>
    db.execute<{ id: string }>(
      sql`select payload ->> 'id' as id from graphile_worker._private_jobs where key = ${`stripe:${brand}:${eventId}`}`,
    ),
  );
  return rows.map(({ id }) => id);
}

/** Runs the job of every event that waits, in the order in which they came in. */
export async function handleEvents(order: (ids: string[]) => string[] = (ids) => ids): Promise<void> {
  const rows = await seed((db) =>
    db
      .select({ id: stripeEvents.id })
      .from(stripeEvents)
      .where(eq(stripeEvents.state, "received"))
      .orderBy(asc(stripeEvents.id)),
  );
  for (const id of order(rows.map((row) => row.id))) await runEventTask({ id });
}

/** Kinds of the mails about a payment, oldest first. */
export async function mailsAbout(id: string): Promise<string[]> {
  const rows = await seed((db) =>
    db
      .select({ kind: outbox.kind })
      .from(outbox)
      .where(like(outbox.dedupeKey, `payment:${id}:%`))
      .orderBy(asc(outbox.createdAt)),
  );
  return rows.map(({ kind }) => kind);
}

/** What the ledger says of a payment and its invoices, without ids and times: to be compared. */
export async function ledgerOf({ id, invoices: owed }: Pick<Started, "id" | "invoices">) {
  const payment = await paymentRow(id);
  return seed(async (db) => {
    const parts = await db.select().from(allocations).where(eq(allocations.paymentId, id));
    const refunds = await db.select().from(paymentRefunds).where(eq(paymentRefunds.paymentId, id));
    const balances: { balance: number; pending: number; disputed: number; refunded: number }[] = [];
    for (const { id: invoiceId } of owed) {
      const [row] = await db.select().from(invoices).where(eq(invoices.id, invoiceId));
      if (!row) throw new Error("no such invoice");
      // The rule of the ledger itself: whatever happens, the balance is the total less what is allocated to it.
      const [sum] = await db.execute<{ allocated: string }>(sql`
        select coalesce(sum(amount_minor), 0) as allocated from allocations
        where invoice_id = ${invoiceId} and state in ('applied', 'disputed')`);
      expect(row.balanceMinor).toBe(row.totalMinor - Number(sum?.allocated));
      balances.push({
        balance: row.balanceMinor,
        pending: row.pendingMinor,
        disputed: row.disputedMinor,
        refunded: row.refundedMinor,
      });
    }
    const allocated = parts
      .filter(({ state }) => state !== "released")
      .reduce((sum, part) => sum + part.amountMinor, 0);
    expect(allocated + payment.returnedMinor + payment.unallocatedMinor).toBe(payment.amountMinor);
    return {
      state: payment.state,
      amount: payment.amountMinor,
      credit: payment.unallocatedMinor,
      dispute: payment.disputeState,
      parts: parts.map(({ state, amountMinor }) => `${state} ${amountMinor}`).sort(),
      refunds: refunds.map(({ kind, amountMinor }) => `${kind} ${amountMinor}`).sort(),
      balances,
    };
  });
}

/** Applies a check to the first invoice, as accounts receivable would through the ERP. */
export async function payElsewhere({ company, invoices: [invoice] }: Started, amountMinor: number): Promise<void> {
  if (!invoice) throw new Error("no invoice");
  await createPayment(company, invoice, { amountMinor });
}

export const setCheckout = (id: string, number: number, over: Partial<typeof paymentCheckouts.$inferInsert>) =>
  seed((db) =>
    db
      .update(paymentCheckouts)
      .set(over)
      .where(and(eq(paymentCheckouts.paymentId, id), eq(paymentCheckouts.number, number))),
  );

export const setPayment = (id: string, over: Partial<typeof payments.$inferInsert>) =>
  seed((db) => db.update(payments).set(over).where(eq(payments.id, id)));
