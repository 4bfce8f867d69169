import type { Transaction } from "@/db/client";
import type { contacts, invoices, payments } from "@/db/schema";
import { type allocations, companies, type paymentCheckouts, payments as paymentsTable } from "@/db/schema";
import { asSystem, type ClientViewer, runAsViewer, type Viewer } from "@/db/viewer";
import {
  clientViewer,
  createCompany,
  createContact,
  createInvoice,
  createPayment,
  nobodysId,
  unique,
} from "../support/world";

/* Companies with contacts who pay, and the rows that their forms write, for tests of the second wall. */
type Contact = typeof contacts.$inferSelect;
type Invoice = typeof invoices.$inferSelect;
type Payment = typeof payments.$inferSelect;

export interface House {
  readonly payer: Contact;
  readonly colleague: Contact;
  readonly viewer: ClientViewer;
  readonly invoice: Invoice;
  /** A payment of which 100.00 is allocated to no invoice. */
  readonly credit: Payment;
}

export async function furnish(brand: string): Promise<House> {
  const company = await createCompany({ brand });
  const payer = await createContact(company, { pay: true });
  return {
    payer,
    colleague: await createContact(company, { pay: true }),
    viewer: clientViewer(payer),
    invoice: await createInvoice(company),
    credit: await createPayment(company, null),
  };
}

export const write = <T>(viewer: Viewer, work: (db: Transaction) => Promise<T>) =>
  runAsViewer(viewer, "write", ({ db }) => work(db));

/** A payment as a payer's form starts it, with whatever a forger changes. */
export const paymentOf = (house: House, over: Partial<typeof paymentsTable.$inferInsert> = {}) => ({
  id: nobodysId(),
  brand: house.payer.brand,
  companyId: house.invoice.companyId,
  source: "portal" as const,
  reference: unique("CP"),
  method: "card" as const,
  state: "started" as const,
  currency: "USD",
  amountMinor: 10_000,
  receivedOn: "2026-01-10",
  contactId: house.payer.id,
  contactName: house.payer.name,
  ...over,
});

export const planOf = (house: House, paymentId: string, over: Partial<typeof allocations.$inferInsert> = {}) => ({
  brand: house.payer.brand,
  companyId: house.invoice.companyId,
  paymentId,
  invoiceId: house.invoice.id,
  amountMinor: 10_000,
  state: "planned" as const,
  ...over,
});

export const checkoutOf = (
  house: House,
  paymentId: string,
  over: Partial<typeof paymentCheckouts.$inferInsert> = {},
) => ({
  brand: house.payer.brand,
  companyId: house.invoice.companyId,
  contactId: house.payer.id,
  paymentId,
  number: 1,
  returnOrigin: "http://localhost:3000",
  expiresAt: new Date("2026-01-10T12:30:00Z"),
  ...over,
});

/** A started payment of the house's payer, already in the table. */
export const started = (house: House, over: Partial<typeof paymentsTable.$inferInsert> = {}) =>
  asSystem("test world", async (db) => {
    const values = paymentOf(house, over);
    await db.insert(paymentsTable).values(values);
    return values.id;
  });

/** By policy or missing right (42501), by a rule of the tables (23514), or because another row has the place (23505). */
export const refused = (code: "42501" | "23514" | "23505") => ({ cause: { code } });

export async function companyOf(house: House) {
  const rows = await asSystem("test", (db) => db.select().from(companies));
  const company = rows.find((row) => row.id === house.invoice.companyId);
  if (!company) throw new Error("no company");
  return company;
}
