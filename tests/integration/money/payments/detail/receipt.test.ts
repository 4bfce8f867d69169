import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { GET } from "@/app/(portal)/invoices/payments/[reference]/pdf/route";
import { routes } from "@/lib/routes";
import { pdfText, unspaced } from "@/tests/support/pdf";
import { sessionCookie, visit } from "@/tests/support/route";
import { createCompany, createContact, createInvoice, createPayment, createStaff } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

/** A reference as the portal makes them: ten letters and digits. */
const reference = () => `CP-${randomUUID().replaceAll("-", "").slice(0, 10).toUpperCase()}`;
const receiptOf = (name: string, cookie?: string, brand = "cimsoft") =>
  visit(GET, { brand, path: routes.paymentPdf(name), params: { reference: name }, cookie });

let company: Awaited<ReturnType<typeof createCompany>>;
let payer: Awaited<ReturnType<typeof createContact>>;
let cookie: string;

beforeAll(async () => {
  company = await createCompany({ name: "Granite Hill <Cement>" });
  payer = await createContact(company, { pay: true });
  cookie = await sessionCookie({ kind: "contact", id: payer.id }, "cimsoft");
});

async function paid(over: Parameters<typeof createPayment>[2] = {}) {
  const invoice = await createInvoice(company);
  const own = { source: "portal", externalId: null, contactId: payer.id, contactName: payer.name } as const;
  const payment = await createPayment(company, invoice, { ...own, reference: reference(), ...over });
  return { invoice, name: payment.reference ?? "" };
}

describe("the receipt of a payment", () => {
  it("says what came, when, from whom and for which invoices", async () => {
    const { invoice, name } = await paid({ method: "card" });
    const answer = await receiptOf(name, cookie);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    const text = await pdfText(answer);
    for (const said of [`Receipt ${name}`, "$100.00", "Jan 15, 2026", company.name, payer.name, invoice.number]) {
      expect(text).toContain(unspaced(said));
    }
  });

  it("is not there before the money came, nor after the payment failed", async () => {
    for (const state of ["started", "processing", "failed", "cancelled"] as const) {
      const { name } = await paid({ state, allocation: { state: state === "processing" ? "pending" : "released" } });
      expect((await receiptOf(name, cookie)).status).toBe(404);
    }
  });

  it("is nobody else's", async () => {
    const { name } = await paid();
    const stranger = await createContact(await createCompany(), { pay: true });
    const poorer = await createContact(company, { billing: false });
    const elsewhere = await createContact(await createCompany({ brand: "insource" }), { pay: true });
    for (const { id } of [stranger, poorer]) {
      const theirs = await sessionCookie({ kind: "contact", id }, "cimsoft");
      expect((await receiptOf(name, theirs)).status).toBe(404);
    }
    const other = await sessionCookie({ kind: "contact", id: elsewhere.id }, "insource");
    expect((await receiptOf(name, other, "insource")).status).toBe(404);
    const agent = await sessionCookie({ kind: "staff", id: (await createStaff(["administrator"])).id }, "cimsoft");
    expect((await receiptOf(name, agent)).status).not.toBe(200);
    expect((await receiptOf(name)).status).not.toBe(200);
    expect((await receiptOf("no-reference", cookie)).status).toBe(404);
  });
});
