import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { allocations, type companies, type contacts, type invoices, paymentCheckouts, payments } from "@/db/schema";
import type { CheckoutState } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { settlePayment } from "@/lib/money/payments/settlement/settle";
import type { ChargeSnapshot, CheckoutSnapshot, PaymentSnapshot } from "@/lib/money/payments/settlement/snapshot";
import { createCompany, createContact, createInvoice, unique } from "@/tests/support/world";

type Company = typeof companies.$inferSelect;
type Contact = typeof contacts.$inferSelect;
type Invoice = typeof invoices.$inferSelect;

export interface World {
  readonly company: Company;
  readonly contact: Contact;
  readonly invoices: readonly Invoice[];
}

/** A company with who pays for it, and an invoice of each total, in minor units; their numbers are in this order. */
export async function createLedger(totals: readonly number[], brand = "cimsoft"): Promise<World> {
  const company = await createCompany({ brand });
  const contact = await createContact(company, { pay: true, email: `${unique("payer")}@client.example` });
  const found: Invoice[] = [];
  const prefix = unique("INV");
  for (const [index, totalMinor] of totals.entries()) {
    found.push(await createInvoice(company, { totalMinor, number: `${prefix}-${index + 1}`, lines: [] }));
  }
  return { company, contact, invoices: found };
}

export interface Started {
  readonly id: string;
  readonly reference: string;
  readonly sessionId: string;
  readonly world: World;
}

/** A payment as the portal starts one: so much of each invoice (0 leaves it out), and a first session. */
export async function startPayment(
  world: World,
  plan: readonly number[],
  over: { checkout?: CheckoutState; poNumber?: string; note?: string } = {},
): Promise<Started> {
  const { company, contact } = world;
  const id = uuidv7();
  const reference = unique("CP").toUpperCase();
  const sessionId = unique("cs_test");
  const state = over.checkout ?? "open";
  await asSystem("test: a payment is started", async (db) => {
    const own = { brand: company.brand, companyId: company.id };
    await db.insert(payments).values({
      ...own,
      ...{ id, reference, source: "portal", method: "card", state: "started", currency: "USD" },
      ...{ amountMinor: plan.reduce((sum, part) => sum + part, 0), receivedOn: "2026-02-01" },
      ...{ contactId: contact.id, contactName: contact.name, poNumber: over.poNumber, note: over.note },
    });
    for (const [index, amountMinor] of plan.entries()) {
      const invoiceId = world.invoices[index]?.id;
      if (!invoiceId || amountMinor === 0) continue;
      await db.insert(allocations).values({ ...own, paymentId: id, invoiceId, amountMinor, state: "planned" });
    }
    await db.insert(paymentCheckouts).values({
      ...own,
      ...{ contactId: contact.id, paymentId: id, number: 1, state, returnOrigin: "http://cimsoft.localhost:3000" },
      ...{ expiresAt: new Date("2026-02-01T10:31:00Z"), sessionId: state === "preparing" ? null : sessionId },
    });
  });
  return { id, reference, sessionId, world };
}

/** The first moment of Stripe's time in these tests: 1 Feb 2026, 10 in the morning in New York. */
export const NOON = Date.UTC(2026, 1, 1, 15);
export const DAY = 86_400_000;

export type Facts = Partial<Omit<PaymentSnapshot, "paymentId" | "observation">>;

export const checkout = (started: Started, over: Partial<CheckoutSnapshot> = {}): CheckoutSnapshot => ({
  sessionId: started.sessionId,
  paymentIntentId: null,
  state: "open",
  failureCode: null,
  ...over,
});

export const charge = (amountMinor: number, over: Partial<ChargeSnapshot> = {}): ChargeSnapshot => ({
  method: "card",
  amountMinor,
  currency: "USD",
  at: NOON,
  refunds: [],
  dispute: null,
  ...over,
});

export async function nextObservation(): Promise<number> {
  return asSystem("test", async (db) => {
    const [row] = await db.execute<{ number: string }>(sql`select nextval('payment_observations') as number`);
    return Number(row?.number);
  });
}

export async function look(started: Pick<Started, "id">, facts: Facts, observation?: number): Promise<PaymentSnapshot> {
  return {
    paymentId: started.id,
    observation: observation ?? (await nextObservation()),
    checkouts: [],
    charge: null,
    processing: null,
    ...facts,
  };
}

export const settle = (snapshot: PaymentSnapshot) => asSystem("test", (db) => settlePayment(db, snapshot));

/** Makes a snapshot and settles it. */
export async function settleFacts(started: Started, facts: Facts) {
  return settle(await look(started, facts));
}

/** What Stripe says when a card was charged. */
export const paid = (started: Started, amountMinor: number, over: Partial<ChargeSnapshot> = {}): Facts => ({
  checkouts: [checkout(started, { state: "succeeded" })],
  charge: charge(amountMinor, over),
});
