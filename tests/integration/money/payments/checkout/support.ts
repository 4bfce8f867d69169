import { eq } from "drizzle-orm";
import { allocations, auditEvents, invoices, paymentCheckouts, payments } from "@/db/schema";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import type { WriteContext } from "@/lib/gate/actions/define";
import { brandByKey } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { applyCredit } from "@/lib/money/payments/checkout/credits/service";
import { applyCreditSchema, startPaymentSchema } from "@/lib/money/payments/checkout/schema";
import { startPayment } from "@/lib/money/payments/checkout/service";
import { clientViewer, createCompany, createContact, nobodysId } from "@/tests/support/world";

export type Company = Awaited<ReturnType<typeof createCompany>>;
export type Contact = Awaited<ReturnType<typeof createContact>>;

interface As {
  /** What the session says, where it differs from the contact's own. */
  viewer?: Partial<ClientViewer>;
  headers?: Record<string, string>;
  brand?: Partial<Brand>;
}

/** What an action's `run` gets when this contact sends a form. */
export async function asPayer<T>(
  contact: Contact,
  work: (context: WriteContext<ClientViewer>) => Promise<T>,
  { viewer: over, headers = {}, brand: brandOver }: As = {},
): Promise<T> {
  const viewer = { ...clientViewer(contact), ...over };
  const brand = { ...(await brandByKey(contact.brand)), ...brandOver };
  return runAsViewer(viewer, "write", (context) =>
    work({
      ...context,
      brand,
      headers: new Headers({ host: new URL(brand.origin).host, ...headers }),
      signedIn: {
        sessionId: nobodysId(),
        brand: viewer.brand,
        account: { kind: "contact", id: contact.id, email: contact.email, name: contact.name, timeZone: null },
        viewer,
        lastVisit: null,
      },
    }),
  );
}

export interface Wish {
  /** Number and amount as typed. */
  of: readonly (readonly [string, string])[];
  paymentId?: string;
  poNumber?: string;
  note?: string;
}

/** Sends the pay form, through the very schema of the action. */
export function start(contact: Contact, { of, paymentId = nobodysId(), ...rest }: Wish, as: As = {}) {
  const input = startPaymentSchema.parse({
    paymentId,
    invoice: of.map(([number]) => number),
    amount: of.map(([, amount]) => amount),
    ...rest,
  });
  return asPayer(contact, (context) => startPayment(context, input), as);
}

export function apply(
  contact: Contact,
  { id = nobodysId(), ...rest }: { id?: string; paymentId: string; invoice: string; amount: string },
  as: As = {},
) {
  return asPayer(contact, (context) => applyCredit(context, applyCreditSchema.parse({ id, ...rest })), as);
}

/** The refusal that a promise ends in; anything else is thrown on. */
export async function refusal(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("expected a refusal");
}

const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test look", work);

export const paymentsOf = (company: Company) =>
  look((db) => db.select().from(payments).where(eq(payments.companyId, company.id)).orderBy(payments.id));
export const allocationsOf = (company: Company) =>
  look((db) => db.select().from(allocations).where(eq(allocations.companyId, company.id)).orderBy(allocations.id));
export const checkoutsOf = (company: Company) =>
  look((db) => db.select().from(paymentCheckouts).where(eq(paymentCheckouts.companyId, company.id)));
export const auditOf = (entityId: string) =>
  look((db) => db.select().from(auditEvents).where(eq(auditEvents.entityId, entityId)));
export const invoiceById = (id: string) =>
  look(async (db) => (await db.select().from(invoices).where(eq(invoices.id, id)))[0]);
export const change = (work: Parameters<typeof asSystem<unknown>>[1]) => asSystem("test world", work);

/** As settlement leaves a payment whose sessions are over. */
export const endPayment = (paymentId: string, state: "cancelled" | "failed") =>
  change(async (db) => {
    await db.update(allocations).set({ state: "released" }).where(eq(allocations.paymentId, paymentId));
    await db.update(payments).set({ state }).where(eq(payments.id, paymentId));
  });

/** A company with a contact who may pay. */
export async function house(brand: "cimsoft" | "insource" = "cimsoft", name = "Robin Meyer") {
  const company = await createCompany({ brand });
  return { company, payer: await createContact(company, { pay: true, name }) };
}
