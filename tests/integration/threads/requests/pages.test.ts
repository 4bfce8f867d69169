import { eq } from "drizzle-orm";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));
// The router lives in the framework's server alone.
vi.mock("next/navigation", async (original) => ({
  ...(await original<typeof import("next/navigation")>()),
  useRouter: () => ({ refresh: () => {} }),
}));

import RequestPage from "@/app/(portal)/account-team/[request]/page";
import NewRequestPage from "@/app/(portal)/account-team/new/page";
import CasesPage from "@/app/(portal)/cases/page";
import EstimatePage from "@/app/(portal)/estimates/[number]/page";
import InvoicePage from "@/app/(portal)/invoices/[number]/page";
import ServiceRequestsPage from "@/app/(portal)/service-requests/page";
import { changeRequests } from "@/db/schema";
import { brandByKey } from "@/lib/gate/brand/load";
import { addDays, businessToday } from "@/lib/kit/time";
import { askRequestAction } from "@/lib/threads/requests/actions";
import { requestHeaders } from "@/tests/support/next-headers";
import { sessionCookie } from "@/tests/support/route";
import { requests } from "@/tests/support/threads";
import {
  createAgreement,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createTeamMember,
  nobodysId,
} from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";
import { contactOf, coveredCompany, send } from "../cases/support";
import { type Contact, look, office } from "./support";

const TODAY = businessToday("America/New_York");

/** The text of a page for a contact, `missing` where it answers 404; links keep their addresses. */
async function pageOf(contact: Contact, page: () => Promise<ReactNode>): Promise<string> {
  const { origin } = await brandByKey(contact.brand);
  const cookie = await sessionCookie({ kind: "contact", id: contact.id }, contact.brand);
  const headers = new Headers({ host: new URL(origin).host, cookie });
  try {
    return renderToStaticMarkup(await requestHeaders.run(headers, page));
  } catch (error) {
    if (error instanceof Error && "digest" in error && error.digest === "NEXT_HTTP_ERROR_FALLBACK;404")
      return "missing";
    throw error;
  }
}
const words = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ");
const newPage = (contact: Contact, address: Record<string, string>) =>
  pageOf(contact, () => NewRequestPage({ searchParams: Promise.resolve(address) }));
const requestPage = (contact: Contact, request: string, query: Record<string, string> = {}) =>
  pageOf(contact, () => RequestPage({ params: Promise.resolve({ request }), searchParams: Promise.resolve(query) }));

describe("the page of a new request", () => {
  it("has the heading and the fields of the kind that is asked for", async () => {
    const { company, asker, manager } = await office();
    const invoice = await createInvoice(company);
    const estimate = await createEstimate(company);
    await createAgreement(company, { product: "AVEVA Historian", endsOn: addDays(TODAY, 20) });
    const pages: [Record<string, string>, string, readonly string[]][] = [
      [{}, "Send a message", ["To"]],
      [{ kind: "subscription" }, "Request subscriptions and contracts", ["To", "By when do you need it?"]],
      [{ kind: "renewal" }, "Request renewal guidance", ["Which agreement?", "To", "By when do you need it?"]],
      [
        { kind: "support_agreement" },
        "Request support agreement guidance",
        ["Which support agreement?", "To", "By when do you need it?"],
      ],
      [{ kind: "invoice", invoice: invoice.number }, `Ask about invoice ${invoice.number}`, ["To"]],
      [
        { kind: "estimate", estimate: estimate.number },
        `Ask for a new quote for ${estimate.number}`,
        ["To", "By when do you need it?"],
      ],
    ];
    for (const [address, heading, labels] of pages) {
      const html = await newPage(asker, { ...address, member: manager.id });
      expect(/<h1[^>]*>(.*?)<\/h1>/.exec(html)?.[1]?.replaceAll(/<[^>]*>/g, "")).toBe(heading);
      const found = [...html.matchAll(/<label for="[^"]*"[^>]*>([^<]*)</g)].map((match) => match[1]);
      expect(found).toEqual([...labels, "Message"]);
      expect(words(html)).toMatch(/You can expect an answer by \w{3} \d+, \d{4}, .* Eastern, here and by mail\./);
      expect(html).toMatch(new RegExp(`<option value="${manager.id}" selected`));
      expect(words(html)).toContain("Send request");
    }
  });

  it("addresses the only member of the team, and says so", async () => {
    const company = await createCompany();
    const asker = await createContact(company);
    const only = await createTeamMember(company, { name: "Dana Whitfield" });
    const html = await newPage(asker, { kind: "message", member: only.id });
    expect(words(html)).toContain("To Dana Whitfield, account manager");
    const hidden = `<input type="hidden" name="member" value="${only.id}"/>`;
    expect(html).toContain(hidden);
    const sent = { id: nobodysId(), kind: "message", member: only.id, body: "Is the quote on its way?" };
    const outcome = await send(askRequestAction, contactOf(asker), sent);
    if (outcome.kind !== "redirected") throw new Error(JSON.stringify(outcome));
    const [row] = await look((db) => db.select().from(requests).where(eq(requests.id, sent.id)));
    expect(row?.memberId).toBe(only.id);
    // Without a member's name in the address the form is addressed to nobody by name.
    const unnamed = await newPage(asker, { kind: "message" });
    expect(unnamed).not.toContain('name="member"');
  });

  it("says why a contact may not ask, and whom to write to", async () => {
    const { company } = await office();
    const html = await newPage(await createContact(company, { requestsScope: "none" }), { kind: "renewal" });
    expect(words(html)).toContain("Requests are not open to you");
    expect(html).toContain('href="mailto:dana.whitfield@portal.example');
    expect(html).not.toContain("<form");
  });
});

describe("the page of a request", () => {
  it("says its status, who answers and what it is about, and takes a message", async () => {
    const { company, asker } = await office();
    const invoice = await createInvoice(company);
    const row = await createRequest(company, asker, {
      ...{ kind: "invoice", invoiceId: invoice.id, subject: "Question about it", body: "Line 3 looks odd." },
    });
    const html = await requestPage(asker, row.number, { asked: "yes" });
    for (const text of [
      ...[`Your request ${row.number} is with your account team`, "Question about it", "Line 3 looks odd."],
      ...["New", "Dana Whitfield", "Answer expected by", "Robin Meyer (you)", `Invoice ${invoice.number}`],
      "Close this request",
    ]) {
      expect(words(html), text).toContain(text);
    }
    expect(html).toContain(`href="/invoices/${invoice.number}"`);
    expect(html).toContain('aria-label="Write a message"');
  });

  it("shows the details that a change would change, and its decision, to the opener alone", async () => {
    const { company, asker } = await office();
    const colleague = await createContact(company, { requestsScope: "company" });
    const row = await createRequest(company, asker, { kind: "change", subject: "Change of name" });
    await look((db) =>
      db.insert(changeRequests).values({
        ...{ requestId: row.id, brand: row.brand, contactId: asker.id },
        ...{ field: "name", before: "Robin Meyer", wanted: "Robin Meyer-Holt" },
      }),
    );
    const text = words(await requestPage(asker, row.number));
    for (const part of ["Robin Meyer-Holt", "Waiting for portal support", "Message with portal support"]) {
      expect(text).toContain(part);
    }
    expect(await requestPage(colleague, row.number)).toBe("missing");
  });

  it("does not exist for outsiders, nor under an invalid number", async () => {
    const { company, asker } = await office();
    const row = await createRequest(company, asker);
    const outsiders = [
      await createContact(company, { requestsScope: "own" }),
      (await office("cimsoft", "company")).asker,
      (await office("insource", "company")).asker,
    ];
    for (const contact of outsiders) expect(await requestPage(contact, row.number)).toBe("missing");
    for (const number of ["R-1", "C-100001", "x", "%", `${row.number}0`]) {
      expect(await requestPage(asker, number)).toBe("missing");
    }
  });
});

describe("requests about documents", () => {
  const invoicePage = (contact: Contact, number: string) =>
    pageOf(contact, () => InvoicePage({ params: Promise.resolve({ number }) }));
  const estimatePage = (contact: Contact, number: string) =>
    pageOf(contact, () => EstimatePage({ params: Promise.resolve({ number }) }));

  it("lead from an invoice to a question about it, and say the question's status", async () => {
    const { company, asker } = await office();
    const invoice = await createInvoice(company);
    const html = await invoicePage(asker, invoice.number);
    expect(html).toContain(`href="/account-team/new?kind=invoice&amp;invoice=${invoice.number}"`);
    expect(words(html)).toContain("Ask about this invoice");
    expect(words(html)).not.toContain("What you asked about it");
    const row = await createRequest(company, asker, {
      ...{ kind: "invoice", invoiceId: invoice.id, status: "waiting_on_you" },
    });
    const asked = await invoicePage(asker, invoice.number);
    expect(words(asked)).toContain("Waiting on you");
    expect(asked).toContain(`href="/account-team/${row.number}"`);
    // A colleague without the scope sees the invoice, and nothing of what others asked.
    const colleague = await invoicePage(await createContact(company, { requestsScope: "none" }), invoice.number);
    expect(colleague).not.toContain(row.number);
    expect(colleague).not.toContain("/account-team/new");
  });

  it("lead to a new quote from an expired estimate alone", async () => {
    const { company, asker } = await office();
    const ended = await createEstimate(company, { expiresOn: addDays(TODAY, -1) });
    const open = await createEstimate(company, { expiresOn: addDays(TODAY, 10) });
    const row = await createRequest(company, asker, { kind: "estimate", estimateId: ended.id, status: "answered" });
    const html = await estimatePage(asker, ended.number);
    expect(html).toContain(`href="/account-team/new?kind=estimate&amp;estimate=${ended.number}"`);
    expect(words(html)).toContain("Ask for a new quote");
    expect(words(html)).toContain("Answered");
    expect(html).toContain(`href="/account-team/${row.number}"`);
    expect(await estimatePage(asker, open.number)).not.toContain("/account-team/new");
  });
});

describe("the page of service requests", () => {
  it("is linked from the list of cases of a contact who may not work with cases", async () => {
    const company = await coveredCompany();
    const reader = await createContact(company, { casesScope: "own", requestsScope: "none" });
    const html = await pageOf(reader, () => CasesPage({ searchParams: Promise.resolve({}) }));
    expect(html).toContain('href="/service-requests"');
  });

  it("lists cases and requests, each with a link to its own page", async () => {
    const company = await coveredCompany();
    const reader = await createContact(company, { casesScope: "own", requestsScope: "own" });
    const filed = await createCase(company, reader);
    const asked = await createRequest(company, reader, { kind: "subscription" });
    const html = await pageOf(reader, () => ServiceRequestsPage({ searchParams: Promise.resolve({}) }));
    expect(html).toContain(`href="/cases/${filed.number}"`);
    expect(html).toContain(`href="/account-team/${asked.number}"`);
    expect(words(html)).toContain("Subscriptions and contracts");
    const none = await pageOf(reader, () => ServiceRequestsPage({ searchParams: Promise.resolve({ q: "zebra" }) }));
    expect(words(none)).toContain("Nothing matches");
  });
});
