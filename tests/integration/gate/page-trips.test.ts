import { readdirSync } from "node:fs";
import path from "node:path";
import { createElement, type ReactNode } from "react";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import PortalLayout from "@/app/(portal)/layout";
import PublicLayout from "@/app/(public)/layout";
import StaffLayout from "@/app/staff/layout";
import { closePool } from "@/db/client";
import { inboundMails, outbox, wholeMails } from "@/db/schema";
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
  first,
  unique,
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

interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** Rows that pages of one thing show; the addresses are known once they are made. */
let things: Readonly<
  Record<"invoice" | "payment" | "reference" | "estimate" | "case" | "request" | "mail" | "sent" | "member", string>
>;

/** Every page, by its file in app, and how it is asked. */
const PAGES: Readonly<Record<string, () => Asked>> = {
  "(public)/page.tsx": () => ({}),
  "(public)/faq/page.tsx": () => ({}),
  "(public)/connect/thanks/page.tsx": () => ({}),
  "(auth)/login/page.tsx": () => ({}),
  "(auth)/reset-password/page.tsx": () => ({}),
  "(auth)/reset-password/[token]/page.tsx": () => ({ params: { token: "unknown" } }),
  "(auth)/confirm-address/[token]/page.tsx": () => ({ params: { token: "unknown" } }),
  "(auth)/unsubscribe/[token]/page.tsx": () => ({ params: { token: "unknown" } }),
  "(portal)/dashboard/page.tsx": () => ({}),
  "(portal)/invoices/page.tsx": () => ({}),
  "(portal)/invoices/[number]/page.tsx": () => ({ params: { number: things.invoice } }),
  "(portal)/invoices/statement/page.tsx": () => ({}),
  "(portal)/invoices/credits/page.tsx": () => ({}),
  "(portal)/invoices/pay/page.tsx": () => ({ query: { invoice: things.invoice } }),
  "(portal)/invoices/payments/[reference]/page.tsx": () => ({ params: { reference: things.reference } }),
  "(portal)/estimates/page.tsx": () => ({}),
  "(portal)/estimates/[number]/page.tsx": () => ({ params: { number: things.estimate } }),
  "(portal)/cases/page.tsx": () => ({}),
  "(portal)/cases/new/page.tsx": () => ({}),
  "(portal)/cases/[number]/page.tsx": () => ({ params: { number: things.case } }),
  "(portal)/account-team/page.tsx": () => ({}),
  "(portal)/account-team/new/page.tsx": () => ({}),
  "(portal)/account-team/[request]/page.tsx": () => ({ params: { request: things.request } }),
  "(portal)/service-requests/page.tsx": () => ({}),
  "(portal)/settings/page.tsx": () => ({}),
  "(portal)/settings/change/page.tsx": () => ({}),
  "(portal)/notices/page.tsx": () => ({}),
  "(portal)/mails/[id]/page.tsx": () => ({ params: { id: things.mail } }),
  "staff/page.tsx": () => ({}),
  "staff/cases/page.tsx": () => ({}),
  "staff/cases/[number]/page.tsx": () => ({ params: { number: things.case } }),
  "staff/requests/page.tsx": () => ({}),
  "staff/requests/[number]/page.tsx": () => ({ params: { number: things.request } }),
  "staff/payments/page.tsx": () => ({}),
  "staff/payments/[id]/page.tsx": () => ({ params: { id: things.payment } }),
  "staff/payments/events/page.tsx": () => ({}),
  "staff/mail/page.tsx": () => ({}),
  "staff/mail/[id]/page.tsx": () => ({ params: { id: things.sent } }),
  "staff/mail/received/page.tsx": () => ({}),
  "staff/mail/received/[id]/page.tsx": () => ({ params: { id: things.mail } }),
  "staff/team/page.tsx": () => ({}),
  "staff/team/[id]/page.tsx": () => ({ params: { id: things.member } }),
  "staff/renewals/page.tsx": () => ({}),
  "staff/decisions/page.tsx": () => ({}),
  "staff/home-page/page.tsx": () => ({}),
  "staff/hours/page.tsx": () => ({}),
  "staff/notices/page.tsx": () => ({}),
  "staff/settings/page.tsx": () => ({}),
};

const { DATABASE_WEB_URL: direct = "" } = process.env;
let wire: Wire;
const cookies = { client: "", staff: "", public: "" };

beforeAll(async () => {
  const company = await createCompany();
  const contact = await createContact(company, { pay: true, casesScope: "company", requestsScope: "company" });
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  await createTeamMember(company);
  const [paid, open] = [await createInvoice(company), await createInvoice(company)];
  const reference = "CP-0123456789";
  await createPayment(company, paid, { source: "portal", externalId: null, reference, contactId: contact.id });
  const payment = await createPayment(company, paid, { contactId: contact.id });
  const estimate = await createEstimate(company);
  const opened = await createCase(company, contact);
  const request = await createRequest(company, contact);
  const member = await createStaff(["administrator", "account_manager", "support_agent"]);
  const [mail, sent] = await asSystem("test world", async (db) => {
    const thread = { brand: "cimsoft", threadId: opened.id };
    const received = { ...thread, providerId: unique("mail"), state: "held" as const, handledAt: new Date() };
    const { id } = first(await db.insert(inboundMails).values(received).returning());
    const by = { authorKind: "contact" as const, authorId: contact.id, messageId: opened.id };
    await db.insert(wholeMails).values({ ...thread, ...by, id, headers: [], text: "Hello", html: "", files: [] });
    const letter = { brand: "cimsoft", kind: "reset", toAddress: contact.email, props: {}, dedupeKey: unique("sent") };
    return [id, first(await db.insert(outbox).values(letter).returning()).id];
  });
  things = {
    ...{ invoice: open.number, payment: payment.id, reference, estimate: estimate.number, member: member.id },
    ...{ case: opened.number, request: request.number, mail, sent },
  };
  cookies.client = await sessionCookie({ kind: "contact", id: contact.id }, "cimsoft");
  cookies.staff = await sessionCookie({ kind: "staff", id: member.id }, "cimsoft");
  await closePool();
  wire = await openWire(direct, 5);
  // On one connection everything is prepared after the first look.
  process.env.DATABASE_POOL_MAX = "1";
  process.env.DATABASE_WEB_URL = wire.url;
});

afterAll(async () => {
  await closePool();
  process.env.DATABASE_WEB_URL = direct;
  await wire.close();
});

type Page = (props: { params: Promise<unknown>; searchParams: Promise<unknown> }) => Promise<ReactNode> | ReactNode;

const sideOf = (file: string) =>
  file.startsWith("staff/") ? "staff" : file.startsWith("(portal)/") ? "client" : "public";
const LAYOUTS = { staff: StaffLayout, client: PortalLayout, public: PublicLayout };

/** Layout, then page, as React asks them, on a connection that has prepared what they ask. */
async function count(file: string, { params = {}, query = {} }: Asked) {
  const side = sideOf(file);
  const { default: page } = (await import(path.resolve("app", file))) as { default: Page };
  const headers = new Headers({ host: new URL((await brandByKey("cimsoft")).origin).host, cookie: cookies[side] });
  const look = () =>
    requestHeaders.run(new Headers(headers), async () => {
      await LAYOUTS[side]({ children: createElement("p") });
      await page({ params: Promise.resolve(params), searchParams: Promise.resolve(query) });
      await settled();
    });
  await look();
  await look();
  // Which brands there are is read every few seconds, whoever asks: not counted as the page's.
  forgetBrands();
  await loadBrands();
  const [trips, statements] = [wire.trips(), wire.statements()];
  await look();
  return { trips: wire.trips() - trips, statements: wire.statements() - statements };
}

/** Until the end of the render's transaction was answered. */
async function settled(): Promise<void> {
  for (let before = -1; before !== wire.statements(); ) {
    before = wire.statements();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("every page", () => {
  it("is counted, but for the one that answers unknown addresses", () => {
    const files = readdirSync("app", { recursive: true, encoding: "utf8" });
    const pages = files.filter((file) => file.endsWith("page.tsx") && !file.includes("[...address]"));
    expect(Object.keys(PAGES).sort()).toEqual(pages.sort());
  });

  it.each(Object.entries(PAGES))("waits and asks no more often than it may: %s", async (file, asked) => {
    const found = await count(file, asked());
    console.log(file, found);
    expect(found.trips).toBeLessThanOrEqual(MOST.trips);
    expect(found.statements).toBeLessThanOrEqual(MOST.statements);
    // BEGIN, settings, the session's look-up, COMMIT.
    if (sideOf(file) !== "public") expect(found.statements).toBeGreaterThan(4);
  });
});
