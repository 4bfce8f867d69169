import { v7 as uuidv7 } from "uuid";
import {
  accountTeamMembers,
  agreements,
  allocations,
  companies,
  contactCompanies,
  contacts,
  credentials,
  estimateLines,
  estimates,
  invoiceLines,
  invoices,
  outbox,
  paymentCheckouts,
  paymentRefunds,
  payments,
  staff,
  staffBrands,
  stripeEvents,
  visitors,
} from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem, type ClientViewer, type StaffViewer } from "@/db/viewer";

/* Every test makes its own rows, with names of their own, so that tests do not affect each other. */

export type Row<T extends { $inferSelect: unknown }> = T["$inferSelect"];
export type Over<T extends { $inferInsert: unknown }> = Partial<T["$inferInsert"]>;

let serial = 0;
/** A short name that no other row of this run has. Names sort in the order of their making, in any collation. */
export function unique(prefix: string): string {
  serial += 1;
  return `${prefix}-${String(serial).padStart(6, "0")}-${process.pid.toString(36)}-${Date.now().toString(36)}`;
}

/** An id that looks like Stripe's, which no other row of this run has. */
export const stripeId = (prefix: string) => `${prefix}_${unique("T").replaceAll("-", "")}`;

/** The one row that a statement returns. Throws where there is none. */
export function first<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (!row) throw new Error("expected a row");
  return row;
}

/** Writes rows as the system, past both walls. */
export const seed = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test world", work);

export async function createCompany(over: Over<typeof companies> = {}): Promise<Row<typeof companies>> {
  const values = { brand: "cimsoft", externalId: unique("co"), name: unique("Company"), ...over };
  return first(await seed((db) => db.insert(companies).values(values).returning()));
}

/** A contact of the company with the right to billing by default; without a company one of Cimsoft. */
export async function createContact(
  company: Row<typeof companies> | null,
  over: Over<typeof contacts> & { passwordHash?: string; relatedTo?: readonly Row<typeof companies>[] } = {},
): Promise<Row<typeof contacts>> {
  const { passwordHash, relatedTo = [], ...rest } = over;
  const values = {
    brand: company?.brand ?? "cimsoft",
    email: `${unique("person")}@client.example`.toLowerCase(),
    name: "Robin Meyer",
    primaryCompanyId: company?.id ?? null,
    billing: true,
    ...rest,
  };
  return seed(async (db) => {
    const contact = first(await db.insert(contacts).values(values).returning());
    if (passwordHash) {
      await db.insert(credentials).values({ accountKind: "contact", accountId: contact.id, passwordHash });
    }
    for (const related of relatedTo) {
      await db.insert(contactCompanies).values({ brand: related.brand, contactId: contact.id, companyId: related.id });
    }
    return contact;
  });
}

export async function createStaff(
  roles: StaffRole[],
  over: Over<typeof staff> & { brands?: readonly string[]; passwordHash?: string } = {},
): Promise<Row<typeof staff>> {
  const { brands = ["cimsoft", "insource"], passwordHash, ...rest } = over;
  const values = { email: `${unique("staff")}@portal.example`.toLowerCase(), name: "Kim Duarte", roles, ...rest };
  return seed(async (db) => {
    const member = first(await db.insert(staff).values(values).returning());
    for (const brand of brands) await db.insert(staffBrands).values({ staffId: member.id, brand });
    if (passwordHash) await db.insert(credentials).values({ accountKind: "staff", accountId: member.id, passwordHash });
    return member;
  });
}

/** An invoice of 100.00 USD without tax, due in 30 days from 2026-01-01, with one line, by default. */
export async function createInvoice(
  company: Row<typeof companies>,
  over: Over<typeof invoices> & { lines?: readonly string[] } = {},
): Promise<Row<typeof invoices>> {
  const { lines = ["Historian client license"], ...rest } = over;
  const subtotalMinor = rest.subtotalMinor ?? rest.totalMinor ?? 10_000;
  const taxMinor = rest.taxMinor ?? 0;
  const values = {
    brand: company.brand,
    companyId: company.id,
    externalId: unique("inv"),
    number: unique("INV"),
    currency: "USD",
    issuedOn: "2026-01-01",
    dueOn: "2026-01-31",
    ...rest,
    subtotalMinor,
    taxMinor,
    totalMinor: subtotalMinor + taxMinor,
  };
  return seed(async (db) => {
    const invoice = first(await db.insert(invoices).values(values).returning());
    if (lines.length) {
      await db.insert(invoiceLines).values(
        lines.map((description, index) => ({
          brand: company.brand,
          companyId: company.id,
          invoiceId: invoice.id,
          lineNumber: index + 1,
          description,
          quantity: "1",
          unitPriceMinor: index === 0 ? subtotalMinor : 0,
          amountMinor: index === 0 ? subtotalMinor : 0,
        })),
      );
    }
    return invoice;
  });
}

/** A payment from the ERP allocated to an invoice; `allocation: null` leaves it all as credit. */
export async function createPayment(
  company: Row<typeof companies>,
  invoice: Row<typeof invoices> | null,
  over: Over<typeof payments> & { allocation?: Over<typeof allocations> } = {},
): Promise<Row<typeof payments>> {
  const { allocation, ...rest } = over;
  const values = {
    brand: company.brand,
    companyId: company.id,
    source: "erp" as const,
    externalId: unique("pay"),
    method: "check" as const,
    state: "succeeded" as const,
    currency: "USD",
    amountMinor: 10_000,
    receivedOn: "2026-01-15",
    ...rest,
  };
  return seed(async (db) => {
    const payment = first(await db.insert(payments).values(values).returning());
    if (invoice) {
      await db.insert(allocations).values({
        brand: company.brand,
        companyId: company.id,
        paymentId: payment.id,
        invoiceId: invoice.id,
        amountMinor: values.amountMinor,
        state: "applied",
        ...allocation,
      });
    }
    return payment;
  });
}

/** The first attempt of a payment, open at Stripe; the payment must have a contact. */
export async function createCheckout(
  payment: Row<typeof payments>,
  over: Over<typeof paymentCheckouts> = {},
): Promise<Row<typeof paymentCheckouts>> {
  const sessionId = stripeId("cs_test");
  const contactId = over.contactId ?? payment.contactId;
  if (!contactId) throw new Error("an attempt belongs to a contact");
  const values = {
    brand: payment.brand,
    companyId: payment.companyId,
    paymentId: payment.id,
    number: 1,
    state: "open" as const,
    returnOrigin: "http://localhost:3000",
    expiresAt: new Date("2026-01-15T12:30:00Z"),
    sessionId,
    url: `https://checkout.stripe.example/${sessionId}`,
    paymentIntentId: stripeId("pi"),
    ...over,
    contactId,
  };
  return first(await seed((db) => db.insert(paymentCheckouts).values(values).returning()));
}

/** A refund of 10.00 of a payment, in the payment's currency. */
export async function createRefund(
  payment: Row<typeof payments>,
  over: Over<typeof paymentRefunds> = {},
): Promise<Row<typeof paymentRefunds>> {
  const values = {
    brand: payment.brand,
    companyId: payment.companyId,
    paymentId: payment.id,
    kind: "refund" as const,
    stripeId: stripeId("re"),
    amountMinor: 1_000,
    refundedOn: "2026-01-20",
    ...over,
  };
  return first(await seed((db) => db.insert(paymentRefunds).values(values).returning()));
}

export async function createStripeEvent(over: Over<typeof stripeEvents> = {}): Promise<Row<typeof stripeEvents>> {
  const values = {
    brand: "cimsoft",
    eventId: stripeId("evt"),
    type: "checkout.session.completed",
    objectType: "checkout.session",
    objectId: stripeId("cs_test"),
    livemode: false,
    happenedAt: new Date("2026-01-15T12:00:00Z"),
    state: "applied" as const,
    ...over,
  };
  return first(await seed((db) => db.insert(stripeEvents).values(values).returning()));
}

/** `lines`: text and amount of each. */
export async function createEstimate(
  company: Row<typeof companies>,
  { lines = [], ...over }: Over<typeof estimates> & { lines?: readonly (readonly [string, number])[] } = {},
): Promise<Row<typeof estimates>> {
  const values = {
    brand: company.brand,
    companyId: company.id,
    externalId: unique("est"),
    number: unique("EST"),
    title: "Historian expansion",
    currency: "USD",
    totalMinor: 250_000,
    issuedOn: "2026-01-01",
    expiresOn: "2026-02-01",
    ...over,
  };
  return seed(async (db) => {
    const estimate = first(await db.insert(estimates).values(values).returning());
    const { brand, companyId, id } = estimate;
    if (lines.length) {
      await db.insert(estimateLines).values(
        lines.map(([description, amountMinor], index) => ({
          ...{ brand, companyId, estimateId: id, lineNumber: index + 1, description },
          ...{ quantity: "1", unitPriceMinor: amountMinor, amountMinor },
        })),
      );
    }
    return estimate;
  });
}

export async function createAgreement(
  company: Row<typeof companies>,
  over: Over<typeof agreements> = {},
): Promise<Row<typeof agreements>> {
  const values = {
    brand: company.brand,
    companyId: company.id,
    externalId: unique("agr"),
    kind: "support" as const,
    product: "Standard support",
    startsOn: "2020-01-01",
    endsOn: "2099-12-31",
    seats: 10,
    valueMinor: 1_200_000,
    currency: "USD",
    ...over,
  };
  return first(await seed((db) => db.insert(agreements).values(values).returning()));
}

export async function createTeamMember(
  company: Row<typeof companies>,
  over: Over<typeof accountTeamMembers> = {},
): Promise<Row<typeof accountTeamMembers>> {
  const values = {
    brand: company.brand,
    companyId: company.id,
    externalId: unique("team"),
    role: "account_manager" as const,
    name: "Dana Whitfield",
    email: "dana.whitfield@portal.example",
    ...over,
  };
  return first(await seed((db) => db.insert(accountTeamMembers).values(values).returning()));
}

/** A mail to a contact that was given up. */
export async function createFailedMail({ id, brand, email }: Row<typeof contacts>): Promise<Row<typeof outbox>> {
  const values = {
    ...{ brand, kind: "password-changed", props: {}, toAddress: email, dedupeKey: unique("mail") },
    ...{ personKind: "contact" as const, personId: id },
    ...{ state: "dead" as const, attempts: 1, lastError: "422 validation_error: The mail server was away." },
  };
  return first(await seed((db) => db.insert(outbox).values(values).returning()));
}

/** Somebody who waits for an account, with an address that is not confirmed. */
export async function createVisitor(over: Over<typeof visitors> = {}): Promise<Row<typeof visitors>> {
  const email = over.email ?? `${unique("visitor")}@client.example`.toLowerCase();
  const values = {
    brand: "cimsoft",
    email,
    mailbox: email,
    name: "Dana Whitfield",
    company: "Keystone Foods",
    ...over,
  };
  return first(await seed((db) => db.insert(visitors).values(values).returning()));
}

/** The viewer that a session of this contact would give. */
export function clientViewer(contact: Row<typeof contacts>): ClientViewer {
  return {
    kind: "client",
    brand: contact.brand,
    contactId: contact.id,
    companyId: contact.primaryCompanyId,
    rights: {
      billing: contact.billing,
      pay: contact.pay,
      cases: contact.casesScope,
      requests: contact.requestsScope,
      companyAdmin: contact.companyAdmin,
    },
  };
}

/** The viewer that a session of this member of staff would give. */
export function staffViewer(
  member: Row<typeof staff>,
  brands: readonly string[] = ["cimsoft", "insource"],
): StaffViewer {
  return { kind: "staff", staffId: member.id, brands, roles: member.roles };
}

/** An id that no row has. */
export const nobodysId = () => uuidv7();
