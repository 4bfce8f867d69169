import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";
import CreditsPage from "@/app/(portal)/invoices/credits/page";
import { runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { listOpenCreditNotes, listPaymentCredits } from "@/lib/money/payments/queries";
import { requestHeaders } from "@/tests/support/next-headers";
import { sessionCookie } from "@/tests/support/route";
import { clientViewer, createInvoice, createPayment, unique } from "@/tests/support/world";
import { type Company, type Contact, house } from "./support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

/** What the page says to a contact, without its marks. */
async function pageOf(contact: Contact): Promise<string> {
  const { origin } = await brandByKey(contact.brand);
  const cookie = await sessionCookie({ kind: "contact", id: contact.id }, contact.brand);
  const headers = new Headers({ host: new URL(origin).host, cookie });
  return renderToStaticMarkup(await requestHeaders.run(headers, () => CreditsPage()));
}

/** Makes so many credits of each kind, a day apart, the newest inserted first. */
async function fill(company: Company, count: number) {
  const days = Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
  );
  const of = days.map((day) => ({ day, reference: unique("CHK"), number: unique("CN") }));
  for (const { day, reference, number } of of.toReversed()) {
    await createPayment(company, null, { receivedOn: day, externalId: reference, amountMinor: 100 });
    await createInvoice(company, { kind: "credit_note", number, issuedOn: day, dueOn: day, lines: [] });
  }
  return of;
}

const MORE_CREDITS = "These are the 50 oldest credits.";
const MORE_NOTES = "These are the 50 oldest: you find all of them under";

describe("the page of credits to apply", () => {
  it("shows fifty credits of each kind without saying that there are more", async () => {
    const { company, payer } = await house();
    const all = await fill(company, 50);
    const page = await pageOf(payer);
    for (const { reference, number } of all) {
      expect(page).toContain(reference);
      expect(page).toContain(number);
    }
    expect(page).not.toContain("50 oldest");
  });

  it("shows the fifty oldest credits of more, and says so", async () => {
    const { company, payer } = await house();
    const all = await fill(company, 51);
    const page = await pageOf(payer);
    const shown = all.filter(({ reference, number }) => page.includes(reference) && page.includes(number));
    expect(shown).toEqual(all.slice(0, 50));
    const newest = all.at(-1);
    expect(page.includes(newest?.reference ?? "")).toBe(false);
    expect(page.includes(newest?.number ?? "")).toBe(false);
    expect(page).toContain(MORE_CREDITS);
    expect(page).toContain(MORE_NOTES);
  });

  it("reads no more rows than asked for, the oldest first", async () => {
    const { company, payer } = await house();
    const all = await fill(company, 4);
    const read = await runAsViewer(clientViewer(payer), "read", async (context) => ({
      credits: (await listPaymentCredits(context, 3)).map((credit) => credit.reference),
      notes: (await listOpenCreditNotes(context, 3)).map((note) => note.number),
    }));
    expect(read).toEqual({
      credits: all.slice(0, 3).map(({ reference }) => reference),
      notes: all.slice(0, 3).map(({ number }) => number),
    });
  });
});
