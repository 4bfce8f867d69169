import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { companies, payments } from "@/db/schema";
import { asSystem, runAsViewer, type StaffViewer } from "@/db/viewer";
import { listStaffPayments, type StaffPaymentList } from "@/lib/money/payments/staff/queries";
import {
  type PaymentCursor,
  parseStaffPaymentFilters,
  type StaffPaymentFilters,
} from "@/lib/money/payments/staff/schema";
import {
  createCheckout,
  createCompany,
  createContact,
  createInvoice,
  createPayment,
  createRefund,
  createStaff,
  createStripeEvent,
  staffViewer,
  stripeId,
  unique,
} from "@/tests/support/world";

let manager: StaffViewer;
beforeAll(async () => {
  manager = staffViewer(await createStaff(["account_manager"]));
});

const list = (raw: Record<string, string>, cursor: PaymentCursor | null = null, viewer = manager) =>
  runAsViewer(viewer, "read", (context) =>
    listStaffPayments(context, { ...parseStaffPaymentFilters(raw), cursor } satisfies StaffPaymentFilters),
  );
const ids = (page: StaffPaymentList) => page.rows.map((row) => row.id);
const found = async (q: string, viewer = manager) => ids(await list({ q }, null, viewer)).sort();

/** Many payments of a company at once, several a day. */
async function fill(company: typeof companies.$inferSelect, count: number): Promise<void> {
  const prefix = unique("N");
  await asSystem("test world", (db) =>
    db.execute(sql`insert into payments
      (id, brand, company_id, source, external_id, method, state, currency, amount_minor, received_on)
      select gen_random_uuid(), ${company.brand}, ${company.id}, 'erp', ${prefix} || '-' || i, 'check',
        case when i % 10 = 0 then 'disputed' else 'succeeded' end, 'USD', 100 + i, date '2026-01-01' + (i * 7919 % 30)
      from generate_series(1, ${count}::int) i`),
  );
}

describe("pages of payments of two brands", () => {
  const word = unique("Paging").toLowerCase();

  beforeAll(async () => {
    for (const brand of ["cimsoft", "insource"])
      await fill(await createCompany({ brand, name: `${word} ${brand}` }), 60);
  });

  it("visit each row once, newest first, there and back", async () => {
    const pages: StaffPaymentList[] = [];
    for (let cursor: PaymentCursor | null = null, page = 0; page < 10; page++) {
      const next: StaffPaymentList = await list({ q: word }, cursor);
      pages.push(next);
      cursor = next.next;
      if (!cursor) break;
    }
    expect(pages.map((page) => [page.from, page.to, page.count])).toEqual([
      [1, 50, 120],
      [51, 100, 120],
      [101, 120, 120],
    ]);
    const rows = pages.flatMap((page) => page.rows);
    expect(new Set(rows.map((row) => row.id)).size).toBe(120);
    const keys = rows.map((row) => `${row.receivedOn} ${row.id}`);
    expect(keys).toEqual([...keys].sort().reverse());
    expect(new Set(pages[0]?.rows.map((row) => row.brand))).toEqual(new Set(["cimsoft", "insource"]));

    const middle = await list({ q: word }, pages[2]?.previous ?? null);
    expect(middle).toEqual(pages[1]);
    expect(await list({ q: word }, middle.previous)).toEqual(pages[0]);
  });

  it("are narrowed by state, brand, source and dates", async () => {
    expect((await list({ q: word, state: "disputed" })).count).toBe(12);
    expect((await list({ q: word, brand: "insource" })).count).toBe(60);
    expect((await list({ q: word, source: "portal" })).count).toBe(0);
    const days = await list({ q: word, from: "2026-01-05", to: "2026-01-06" });
    expect(new Set(days.rows.map((row) => row.receivedOn))).toEqual(new Set(["2026-01-05", "2026-01-06"]));
    expect(days.count).toBe(8);
    expect((await list({ q: word, state: "disputed", brand: "cimsoft", from: "2026-01-31" })).count).toBe(0);
  });

  it("begin at the first page for a cursor whose row is gone", async () => {
    const gone = { side: "after", receivedOn: "2020-01-01", id: "00000000-0000-4000-8000-000000000000" } as const;
    expect(await list({ q: word }, gone)).toEqual(await list({ q: word }));
  });
});

describe("the search of payments by staff", () => {
  const name = unique("Keystone Würth 50%").replaceAll("-", "");
  let payment: typeof payments.$inferSelect;
  let names: Record<string, string>;

  beforeAll(async () => {
    const company = await createCompany({ name });
    const contact = await createContact(company, { pay: true });
    const invoice = await createInvoice(company, { number: unique("CS-Inv") });
    payment = await createPayment(company, invoice, {
      source: "portal",
      reference: `CP-${Date.now()}`.slice(0, 13),
      contactId: contact.id,
    });
    const checkout = await createCheckout(payment);
    const refund = await createRefund(payment);
    const event = await createStripeEvent({ paymentId: payment.id, objectType: "charge", objectId: stripeId("ch") });
    names = {
      reference: payment.reference ?? "",
      "reference in small letters": (payment.reference ?? "").toLowerCase(),
      "id of the ERP": payment.externalId ?? "",
      "id of the session": checkout.sessionId ?? "",
      "id of the payment intent": checkout.paymentIntentId ?? "",
      "id of the refund": refund.stripeId,
      "id of the charge": event.objectId ?? "",
      "id of the event": event.eventId,
      // Numbers are printed in capitals as a rule; here one that is not, exactly as printed.
      "number of the invoice": invoice.number,
      "name of the company": name,
      "name of the company in capitals": name.toUpperCase(),
      "part of the company's name": name.split(" ").at(-1) ?? "",
      "words of different kinds": `${payment.reference} ${name.split(" ").at(-1)} ${invoice.number}`,
    };
    // A payment that matches none of the searches.
    await createPayment(await createCompany(), null);
  });

  it.each([
    "reference",
    "reference in small letters",
    "id of the ERP",
    "id of the session",
    "id of the payment intent",
    "id of the refund",
    "id of the charge",
    "id of the event",
    "number of the invoice",
    "name of the company",
    "name of the company in capitals",
    "part of the company's name",
    "words of different kinds",
  ])("finds a payment by the %s", async (kind) => {
    expect(names[kind]).toBeTruthy();
    expect(await found(names[kind] ?? "")).toEqual([payment.id]);
  });

  it("finds reference and invoice number however they are written", async () => {
    const company = await createCompany();
    const contact = await createContact(company, { pay: true });
    const serial = String(Date.now()).slice(-9);
    const invoice = await createInvoice(company, { number: `INV-${serial}` });
    const reference = `CP-7${serial}`;
    const paid = await createPayment(company, invoice, { source: "portal", reference, contactId: contact.id });
    const written = (prefix: string, digits: string) => [
      ...[`${prefix}-${digits}`, `${prefix}${digits}`, `${prefix} ${digits}`, `${prefix} \u2013 ${digits}`],
      ...[`#${prefix}-${digits}`, `no. ${prefix}-${digits}`, `${prefix}/${digits}`, `${prefix}\u2014${digits}`],
    ];
    for (const q of [...written("CP", `7${serial}`), ...written("INV", serial)].flatMap((one) => [
      one,
      one.toLowerCase(),
    ])) {
      expect(await found(q), q).toEqual([paid.id]);
      expect(await found(`${q} nowhere`), q).toEqual([]);
    }
  });

  it("must find every word, and takes LIKE's signs literally", async () => {
    expect(await found(`${payment.reference} nowhere`)).toEqual([]);
    expect(await found("%")).toEqual(await found("50%"));
    expect(await found(`${name.slice(0, 4)}_${name.slice(5, 8)}`)).toEqual([]);
    expect(await found("' or true --")).toEqual([]);
  });

  it("finds nothing of a brand that is not the reader's, nor for a role without money", async () => {
    for (const q of Object.values(names)) {
      expect(await found(q, { ...manager, brands: ["insource"] }), q).toEqual([]);
      expect(await found(q, { ...manager, brands: [] }), q).toEqual([]);
      expect(await found(q, { ...manager, roles: ["support_agent", "marketing"] }), q).toEqual([]);
    }
    expect((await list({ brand: "cimsoft" }, null, { ...manager, brands: ["insource"] })).count).toBe(0);
  });
});
