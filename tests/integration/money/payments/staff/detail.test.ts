import { beforeAll, describe, expect, it } from "vitest";
import type { contacts, payments } from "@/db/schema";
import { auditEvents } from "@/db/schema";
import { STAFF_ROLES, type StaffRole } from "@/db/schema/constants";
import { asSystem, runAsViewer, type StaffViewer } from "@/db/viewer";
import { findStaffPayment } from "@/lib/money/payments/staff/detail/queries";
import { eventsOf, listStripeEvents, type StripeEventList } from "@/lib/money/payments/staff/events/queries";
import { type EventCursor, parseStripeEventFilters } from "@/lib/money/payments/staff/schema";
import { readHistory } from "@/lib/site/audit/queries";
import {
  clientViewer,
  createCheckout,
  createCompany,
  createContact,
  createInvoice,
  createPayment,
  createRefund,
  createStaff,
  createStripeEvent,
  nobodysId,
  staffViewer,
  stripeId,
  unique,
} from "@/tests/support/world";

const MONEY: StaffRole[] = ["account_manager", "subscription_manager", "administrator"];

let admin: StaffViewer;
let payer: typeof contacts.$inferSelect;
let payment: typeof payments.$inferSelect;

beforeAll(async () => {
  admin = staffViewer(await createStaff(["administrator"]));
  const company = await createCompany({ name: "Granite Works" });
  payer = await createContact(company, { pay: true, name: "Ana Ruiz" });
  const invoice = await createInvoice(company, { number: "DETAIL-1" });
  payment = await createPayment(company, invoice, {
    source: "portal",
    reference: "CP-DETAIL0001",
    method: "card",
    state: "partly_refunded",
    contactId: payer.id,
    contactName: "Ana Ruiz",
    amountMinor: 10_000,
    allocation: { amountMinor: 6_000 },
    poNumber: "PO-77",
  });
  await createCheckout(payment);
  await createRefund(payment);
  await createStripeEvent({ paymentId: payment.id });
  await asSystem("test world", (db) =>
    db.insert(auditEvents).values([
      {
        brand: "cimsoft",
        actorKind: "contact",
        actorId: payer.id,
        action: "payment.started",
        entity: "payment",
        entityId: payment.id,
      },
      { brand: "cimsoft", actorKind: "system", action: "payment.settled", entity: "payment", entityId: payment.id },
      { brand: "cimsoft", actorKind: "system", action: "payment.settled", entity: "payment", entityId: nobodysId() },
    ]),
  );
});

const read = (viewer: StaffViewer) =>
  runAsViewer(viewer, "read", async (context) => ({
    payment: await findStaffPayment(context, payment.id),
    events: await eventsOf(context, payment.id, 10),
    audit: (await readHistory(context, { kind: "payment", id: payment.id }))?.rows ?? [],
  }));

describe("one payment as staff read it", () => {
  it("shows who paid, where the money is allocated, and every attempt, refund and event", async () => {
    const shown = await read(admin);
    expect(shown.payment).toMatchObject({
      reference: "CP-DETAIL0001",
      company: { name: "Granite Works" },
      amount: { minor: 10_000, currency: "USD" },
      allocated: { minor: 6_000 },
      credit: { minor: 4_000 },
      payer: { name: "Ana Ruiz", email: payer.email },
      poNumber: "PO-77",
      allocations: [{ invoiceNumber: "DETAIL-1", amount: { minor: 6_000 }, state: "applied", appliedOn: "2026-01-15" }],
      checkouts: [{ number: 1, state: "open" }],
      refunds: [{ kind: "refund", amount: { minor: 1_000 }, refundedOn: "2026-01-20" }],
    });
    expect(shown.events.map((event) => event.payment)).toEqual([{ id: payment.id, reference: "CP-DETAIL0001" }]);
    expect(shown.audit.map((line) => [line.actor, line.action])).toEqual([
      ["The portal", "payment.settled"],
      ["Ana Ruiz", "payment.started"],
    ]);
    // The address of a session is a way to pay: it is nowhere in what the page gets.
    expect(JSON.stringify(shown)).not.toContain("checkout.stripe.example");
  });

  it.each(STAFF_ROLES)("is shown to the role %s as far as the role may read", async (role) => {
    const shown = await read({ ...admin, roles: [role] });
    expect(shown.payment !== null).toBe(MONEY.includes(role));
    expect(shown.events).toHaveLength(MONEY.includes(role) ? 1 : 0);
    expect(shown.audit).toHaveLength(role === "administrator" ? 2 : 0);
  });

  it("is not found for staff of another brand or without one, nor for an unknown id", async () => {
    for (const brands of [["insource"], []]) {
      expect(await read({ ...admin, brands })).toEqual({ payment: null, events: [], audit: [] });
    }
    expect(await runAsViewer(admin, "read", (context) => findStaffPayment(context, nobodysId()))).toBeNull();
  });
});

describe("Stripe's events as staff read them", () => {
  const object = stripeId("pi");
  const type = `test.${unique("kind").replaceAll(/[^a-z]/g, "")}.happened`;
  const list = (raw: Record<string, string>, cursor: EventCursor | null = null, viewer = admin) =>
    runAsViewer(viewer, "read", (context) => listStripeEvents(context, { ...parseStripeEventFilters(raw), cursor }));

  beforeAll(async () => {
    for (let n = 0; n < 60; n++) {
      await createStripeEvent({
        brand: n % 2 ? "insource" : "cimsoft",
        objectId: object,
        type,
        state: n % 20 === 0 ? "failed" : "applied",
        note: n % 20 === 0 ? "Stripe knows no such object." : null,
      });
    }
  });

  it("are shown newest first, each once, there and back", async () => {
    const first = await list({ q: object });
    const second = await list({ q: object }, first.next);
    expect([first, second].map((page) => [page.from, page.to, page.count])).toEqual([
      [1, 50, 60],
      [51, 60, 60],
    ]);
    const ids = [...first.rows, ...second.rows].map((row) => row.id);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect(second.next).toBeNull();
    expect(await list({ q: object }, second.previous)).toEqual(first);
  });

  it("are found by event, object, payment and part of the type, and narrowed by state and brand", async () => {
    const count = async (raw: Record<string, string>) => (await list(raw)).count;
    expect(await count({ q: type })).toBe(60);
    expect(await count({ q: type.slice(0, -5) })).toBe(60);
    expect(await count({ q: `${type} ${object}` })).toBe(60);
    expect(await count({ q: `${type} nothing` })).toBe(0);
    expect(await count({ q: object, state: "failed" })).toBe(3);
    expect(await count({ q: object, brand: "insource" })).toBe(30);
    const [own] = (await list({ q: "cp-detail0001" })).rows;
    expect(own?.payment?.id).toBe(payment.id);
    expect(await count({ q: own?.eventId ?? "" })).toBe(1);
    expect(await count({ q: "CP-NOTHING000" })).toBe(0);
    expect(await count({ q: "evt_nothing" })).toBe(0);
  });

  it("are counted where given up on the reader's own brands, whatever is searched", async () => {
    const failed = (page: StripeEventList) => page.failed;
    expect(failed(await list({ q: "nothing" }))).toBe(3);
    expect(failed(await list({ q: "nothing" }, null, { ...admin, brands: ["insource"] }))).toBe(0);
  });

  it("are not shown to a role without money, another brand's staff or a client", async () => {
    const empty = { rows: [], count: 0, failed: 0 };
    expect(await list({}, null, { ...admin, roles: ["support_agent", "marketing"] })).toMatchObject(empty);
    expect(await list({}, null, { ...admin, brands: [] })).toMatchObject(empty);
    const other = await list({ q: object }, null, { ...admin, brands: ["insource"] });
    expect(new Set(other.rows.map((row) => row.brand))).toEqual(new Set(["insource"]));
    const forged = { ...clientViewer(payer), brands: ["cimsoft"], roles: ["administrator"] } as unknown as StaffViewer;
    await expect(list({}, null, forged)).rejects.toMatchObject({ cause: { code: "42501" } });
  });
});
