import { createElement, type ReactNode } from "react";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import PortalLayout from "@/app/(portal)/layout";
import StaffLayout from "@/app/staff/layout";
import { closePool } from "@/db/client";
import { articleDrafts } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { brandByKey, forgetBrands, loadBrands } from "@/lib/gate/brand/load";
import { requestHeaders } from "@/tests/support/next-headers";
import { sessionCookie } from "@/tests/support/route";
import { openWire, type Wire } from "@/tests/support/trips";
import {
  createAgreement,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createPayment,
  createStaff,
  createTeamMember,
  createVisitor,
  nobodysId,
} from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));
vi.mock("react", async (original) => ({
  ...(await original<object>()),
  cache: (await import("@/tests/support/render-cache")).renderCache,
}));

/*
 * How often a page waits for the database, and how many statements it runs, with those that begin and end transactions,
 * the session's look-up and the layout's reads. Counted by a proxy on the second look, when statements are prepared.
 */

const MOST = { trips: 8, statements: 16 };

type Page = (props: { params: Promise<never>; searchParams: Promise<never> }) => Promise<ReactNode>;
const load = (module: Promise<{ default: unknown }>) => module.then((loaded) => loaded.default as Page);

const { DATABASE_WEB_URL: direct = "" } = process.env;
let wire: Wire;
const cookies = { client: "", staff: "" };
const params: Record<string, string> = {};

beforeAll(async () => {
  const company = await createCompany();
  const contact = await createContact(company, { pay: true, casesScope: "company", requestsScope: "company" });
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  await createTeamMember(company);
  const invoice = await createInvoice(company);
  const payment = await createPayment(company, invoice, { contactId: contact.id });
  const estimate = await createEstimate(company);
  const agreement = await createAgreement(company, { kind: "subscription", product: "AVEVA Historian" });
  const opened = await createCase(company, contact);
  const request = await createRequest(company, contact);
  const member = await createStaff(["administrator", "account_manager", "support_agent"]);
  Object.assign(params, { invoice: invoice.number, payment: payment.id, estimate: estimate.number });
  const visitor = await createVisitor({ confirmedAt: new Date() });
  Object.assign(params, { case: opened.number, request: request.number, visitor: visitor.id });
  Object.assign(params, { company: company.id, contact: contact.id, invoiceId: invoice.id, agreement: agreement.id });
  Object.assign(params, { estimateId: estimate.id });
  const solved = await createCase(company, contact, { status: "closed" });
  const article = { id: nobodysId(), brand: "cimsoft", threadId: solved.id, title: "Valves", authors: [member.id] };
  await asSystem("test world", (db) => db.insert(articleDrafts).values({ ...article, authorName: member.name }));
  Object.assign(params, { article: article.id });
  cookies.client = await sessionCookie({ kind: "contact", id: contact.id }, "cimsoft");
  cookies.staff = await sessionCookie({ kind: "staff", id: member.id }, "cimsoft");
  await closePool();
  wire = await openWire(direct, 40);
  // On one connection everything is prepared after the first look.
  process.env.DATABASE_POOL_MAX = "1";
  process.env.DATABASE_WEB_URL = wire.url;
});

afterAll(async () => {
  await closePool();
  process.env.DATABASE_WEB_URL = direct;
  await wire.close();
});

/** Layout, then page, as React asks them, on a connection that has prepared what they ask. */
async function count(
  side: "client" | "staff",
  page: Page,
  { given, asked }: { readonly given: Record<string, string>; readonly asked: Record<string, string> },
) {
  const headers = new Headers({ host: new URL((await brandByKey("cimsoft")).origin).host, cookie: cookies[side] });
  const look = () =>
    requestHeaders.run(new Headers(headers), async () => {
      const layout = side === "client" ? PortalLayout : StaffLayout;
      await layout({ children: createElement("p") });
      await page({ params: Promise.resolve(given as never), searchParams: Promise.resolve(asked as never) });
      await settled();
    });
  await look();
  await look();
  // Which brands there are is read every few seconds, whoever asks: not counted as the page's.
  forgetBrands();
  await loadBrands();
  // The least of several: where the machine is busy, an answer may come between two statements that wait for none.
  const least = { trips: Number.POSITIVE_INFINITY, statements: Number.POSITIVE_INFINITY };
  for (let time = 0; time < 12 && (time < 3 || least.trips > MOST.trips); time++) {
    const [trips, statements] = [wire.trips(), wire.statements()];
    await look();
    least.trips = Math.min(least.trips, wire.trips() - trips);
    least.statements = Math.min(least.statements, wire.statements() - statements);
  }
  return least;
}

/** Until the end of the render's transaction was answered. */
async function settled(): Promise<void> {
  for (let before = -1; before !== wire.statements(); ) {
    before = wire.statements();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

type Given = () => Record<string, string>;
/** With the parts of the address, and the parameters behind it. */
const CLIENT: readonly [string, Promise<{ default: unknown }>, Given?, Given?][] = [
  ["dashboard", import("@/app/(portal)/dashboard/page")],
  ["invoices", import("@/app/(portal)/invoices/page")],
  ["invoice", import("@/app/(portal)/invoices/[number]/page"), () => ({ number: params.invoice ?? "" })],
  ["statement", import("@/app/(portal)/invoices/statement/page")],
  ["estimates", import("@/app/(portal)/estimates/page")],
  ["estimate", import("@/app/(portal)/estimates/[number]/page"), () => ({ number: params.estimate ?? "" })],
  ["cases", import("@/app/(portal)/cases/page")],
  ["case answers", import("@/app/(portal)/cases/answers/page")],
  ["new case", import("@/app/(portal)/cases/new/page")],
  ["case", import("@/app/(portal)/cases/[number]/page"), () => ({ number: params.case ?? "" })],
  ["tonight", import("@/app/(portal)/cases/[number]/tonight/page"), () => ({ number: params.case ?? "" })],
  ["account team", import("@/app/(portal)/account-team/page")],
  ["agreement", import("@/app/(portal)/account-team/agreements/[id]/page"), () => ({ id: params.agreement ?? "" })],
  ["request", import("@/app/(portal)/account-team/[request]/page"), () => ({ request: params.request ?? "" })],
  ["service requests", import("@/app/(portal)/service-requests/page")],
  ["settings", import("@/app/(portal)/settings/page")],
  ["company settings", import("@/app/(portal)/settings/company/page")],
  ["notices", import("@/app/(portal)/notices/page")],
];

const STAFF: typeof CLIENT = [
  ["overview", import("@/app/staff/page")],
  ["cases", import("@/app/staff/cases/page")],
  ["case", import("@/app/staff/cases/[number]/page"), () => ({ number: params.case ?? "" })],
  ["answers", import("@/app/staff/answers/page")],
  ["articles", import("@/app/staff/articles/page")],
  ["article", import("@/app/staff/articles/[id]/page"), () => ({ id: params.article ?? "" })],
  ["FAQ", import("@/app/staff/faq/page")],
  ["what people say of the FAQ", import("@/app/staff/faq/feedback/page")],
  ["alarm", import("@/app/staff/cases/[number]/alarm/page"), () => ({ number: params.case ?? "" })],
  ["on call", import("@/app/staff/hours/on-call/page")],
  ["chats", import("@/app/staff/chat/chats/page")],
  ["requests", import("@/app/staff/requests/page")],
  ["request", import("@/app/staff/requests/[number]/page"), () => ({ number: params.request ?? "" })],
  ["phoned-in case", import("@/app/staff/cases/new/page"), undefined, () => ({ contact: params.contact ?? "" })],
  ["write first", import("@/app/staff/requests/new/page"), undefined, () => ({ invoice: params.invoiceId ?? "" })],
  ["payments", import("@/app/staff/payments/page")],
  ["payment", import("@/app/staff/payments/[id]/page"), () => ({ id: params.payment ?? "" })],
  ["mail", import("@/app/staff/mail/page")],
  ["team", import("@/app/staff/team/page")],
  ["waiting", import("@/app/staff/contacts/waiting/page")],
  ["one who waits", import("@/app/staff/contacts/waiting/[id]/page"), () => ({ id: params.visitor ?? "" })],
  ["renewals", import("@/app/staff/renewals/page")],
  ["renewal brief", import("@/app/staff/renewals/[id]/page"), () => ({ id: params.agreement ?? "" })],
  ["agreement", import("@/app/staff/agreements/[id]/page"), () => ({ id: params.agreement ?? "" })],
  ["companies", import("@/app/staff/companies/page")],
  ["company", import("@/app/staff/companies/[id]/page"), () => ({ id: params.company ?? "" })],
  ["contacts", import("@/app/staff/contacts/page")],
  ["contact", import("@/app/staff/contacts/[id]/page"), () => ({ id: params.contact ?? "" })],
  ["edit a contact", import("@/app/staff/contacts/[id]/edit/page"), () => ({ id: params.contact ?? "" })],
  ["edit a company", import("@/app/staff/companies/[id]/edit/page"), () => ({ id: params.company ?? "" })],
  ["invite contacts", import("@/app/staff/companies/[id]/invite/page"), () => ({ id: params.company ?? "" })],
  ["invoice", import("@/app/staff/invoices/[id]/page"), () => ({ id: params.invoiceId ?? "" })],
  ["estimate", import("@/app/staff/estimates/[id]/page"), () => ({ id: params.estimateId ?? "" })],
  ["notices", import("@/app/staff/notices/page")],
  ["settings", import("@/app/staff/settings/page")],
];

describe.each([
  ["client", CLIENT],
  ["staff", STAFF],
] as const)("a page of the %s side", (side, pages) => {
  it.each(pages)(`waits and asks no more often than it may: %s`, async (_, module, given, asked) => {
    const found = await count(side, await load(module), { given: given?.() ?? {}, asked: asked?.() ?? {} });
    expect(found.trips).toBeLessThanOrEqual(MOST.trips);
    expect(found.statements).toBeLessThanOrEqual(MOST.statements);
    expect(found.statements).toBeGreaterThan(4);
  });
});
