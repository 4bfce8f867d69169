import { readdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { type Address, checkPages, firstRowOf, pathsOf } from "../support/e2e/accessibility";
import { payable } from "../support/e2e/payments";
import {
  createAgreement,
  createEstimate,
  createInvoice,
  createPayment,
  createStripeEvent,
  employ,
  foundCompany,
} from "../support/e2e/people";
import { BRANDS, type BrandFacts } from "../support/e2e/portal";
import { expect, test } from "../support/e2e/test";

/*
 * Every page, as those see it who may, with the demo's own data and people: they only look. A new page is a line here.
 */
const PUBLIC: readonly Address[] = [
  "/",
  "/faq",
  "/login",
  "/reset-password",
  "/reset-password/unknown",
  "/confirm-address/unknown",
  "/unsubscribe/unknown",
  "/upgrade",
  "/connect/thanks",
  "/connect/confirm/unknown",
  "/nowhere",
];

const CLIENT: Readonly<Record<string, readonly Address[]>> = {
  money: [
    "/invoices",
    "/invoices?q=nothing-is-called-this&from=2026-01-01",
    "/invoices/statement",
    firstRowOf("/invoices"),
    "/invoices/NO-SUCH-INVOICE",
    "/estimates",
    firstRowOf("/estimates?status=open"),
  ],
  cases: [
    "/dashboard",
    "/cases",
    "/cases?tab=historical&q=nothing-is-called-this",
    "/cases/new",
    "/cases/chats",
    "/cases/answers",
    firstRowOf("/cases"),
    "/chat",
    firstRowOf("/cases/chats", "/chat"),
    "/notices",
    "/search",
    "/search?q=historian",
    "/search?q=nothing-is-called-this",
    "/resources",
    "/resources?q=nothing-is-called-this",
    firstRowOf("/resources"),
  ],
  settings: [
    "/settings",
    "/settings?edit=add-address",
    "/settings?edit=time-zone",
    "/settings?edit=password",
    "/settings/company",
    "/settings/change?field=rights",
  ],
  requests: [
    "/account-team",
    "/account-team/new?kind=renewal",
    "/account-team/upgrade",
    "/service-requests",
    "/service-requests?tab=closed&q=nothing-is-called-this",
    firstRowOf("/service-requests?q=R-1000", "/account-team"),
  ],
};

const PAYER: readonly Address[] = [
  // Without the right to cases: why not, and whom to ask.
  "/cases",
  "/invoices/credits",
  "/invoices/pay",
  async (page, brand) => `/invoices/pay?invoice=${encodeURIComponent((await payable(page, brand)).number)}`,
];
const PAYERS = { cimsoft: "ap.clerk@keystone.example", insource: "accounts@tidewater.example" } as const;

/** Rooms of the first contact and the first company of the lists, where administrators edit them. */
const EDITED = { "/staff/contacts": ["edit", "merge"], "/staff/companies": ["edit", "merge", "invite"] } as const;
const roomsOf = (list: keyof typeof EDITED): readonly Address[] =>
  EDITED[list].map((room) => async (page: Page, brand: BrandFacts) => {
    await page.goto(`${brand.origin}${list}`);
    const row = await page.locator("tbody tr a").first().getAttribute("href");
    return `${new URL(row ?? "", brand.origin).pathname}/${room}`;
  });
/** The page of a contact's data, of the first one in the list. */
const dataOfFirstContact: Address = async (page, { origin }) => {
  await page.goto(`${origin}/staff/contacts`);
  return `${await page.locator("tbody tr a.row-link").first().getAttribute("href")}/data`;
};

/** The forms in which staff write first, to the people of the first company in the list. */
const writtenFirst: readonly Address[] = ["cases", "requests"].map((room) => async (page: Page, brand: BrandFacts) => {
  await page.goto(`${brand.origin}/staff/companies`);
  const row = await page.locator("tbody tr a").first().getAttribute("href");
  return `/staff/${room}/new?company=${new URL(row ?? "", brand.origin).pathname.split("/").at(-1)}`;
});

/** The preview of a merge: of the first case in the list, without the other and with it. */
const mergeOfCases: readonly Address[] = ["", "?into=C-999999999999"].map(
  (query) => async (page: Page, brand: BrandFacts) => {
    await page.goto(`${brand.origin}/staff/cases`);
    const row = await page.locator("tbody tr a.stretched").first().getAttribute("href");
    return `${new URL(row ?? "", brand.origin).pathname}/merge${query}`;
  },
);

const STAFF: Readonly<Record<string, readonly Address[]>> = {
  payments: [
    "/staff",
    "/staff/payments",
    "/staff/payments?source=erp&state=disputed",
    firstRowOf("/staff/payments"),
    "/staff/payments/events",
  ],
  cases: [
    "/staff/answers",
    "/staff/answers?window=year&by=severity&answers=every",
    "/staff/cases",
    firstRowOf("/staff/cases"),
    ...mergeOfCases,
    "/staff/settings",
    "/staff/settings?edit=time-zone",
  ],
  chat: ["/staff/chat", "/staff/chat/chats", firstRowOf("/staff/chat", "/staff/chat", "li")],
  requests: [
    "/staff/requests",
    "/staff/requests?owner=away&q=nothing-is-called-this",
    firstRowOf("/staff/requests"),
    firstRowOf("/staff/requests?kind=change"),
    "/staff/renewals",
    "/staff/renewals?window=ended",
    firstRowOf("/staff/renewals", "/staff/agreements"),
  ],
  clients: [
    ...["/staff/cases/new", "/staff/requests/new", ...writtenFirst],
    "/staff/companies",
    "/staff/companies?standing=quiet&q=nothing-is-called-this",
    firstRowOf("/staff/companies"),
    "/staff/contacts",
    firstRowOf("/staff/contacts"),
    ...roomsOf("/staff/contacts"),
    ...roomsOf("/staff/companies"),
    dataOfFirstContact,
  ],
  firm: [
    "/staff/team",
    firstRowOf("/staff/team"),
    "/staff/team/accounts",
    firstRowOf("/staff/team/accounts"),
    "/staff/team/roles",
    "/staff/audit",
    "/staff/audit?period=all&by=visitor",
    "/staff/audit?period=all&q=nothing-is-called-this",
    "/staff/decisions",
    "/staff/decisions?tab=companies",
    "/staff/decisions?tab=others",
    "/staff/decisions?tab=others&q=nothing-is-called-this",
    "/staff/contacts/waiting",
    "/staff/contacts/waiting?tab=decided",
    firstRowOf("/staff/contacts/waiting"),
    "/staff/home-page",
    "/staff/articles",
    firstRowOf("/staff/articles"),
    "/staff/faq",
    "/staff/faq/entry?entry=first-sign-in",
    "/staff/faq/feedback",
    firstRowOf("/staff/faq", "/staff/faq/versions", "ul[aria-label=Versions] li"),
    "/staff/search",
    "/staff/search?q=historian",
    "/staff/resources",
    "/staff/resources/new",
    firstRowOf("/staff/resources"),
    "/staff/replies",
    "/staff/hours",
    "/staff/hours/on-call",
    "/staff/notices",
    "/staff/mail",
    "/staff/mail?standing=withheld&q=nothing-is-called-this",
    firstRowOf("/staff/mail"),
    "/staff/mail/received",
    "/staff/mail/received?state=all&q=nothing-is-called-this",
  ],
};

/**
 * Of what nobody of the demo has made, or what is found from a list: a payment below, mails in tests/e2e/mail/received.spec.ts, alarms in
 * tests/e2e/people/on-call.spec.ts.
 */
const MADE_FIRST: readonly string[] = [
  "/staff/contacts/[id]/data",
  ...["/invoices/payments/[reference]", "/mails/[id]", "/staff/mail/received/[id]"],
  ...["/staff/invoices/[id]", "/staff/estimates/[id]", "/staff/renewals/[id]", "/account-team/agreements/[id]"],
  ...["/cases/[number]/tonight", "/staff/cases/[number]/alarm", "/staff/cases/[number]/merge"],
];

test.describe.configure({ mode: "parallel" });

test("every page of the portal stands in the lists of pages that are checked for accessibility", () => {
  const app = path.resolve(import.meta.dirname, "../../app");
  const pages = readdirSync(app, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/(\([^)]+\)\/)|(\/?page\.tsx$)/g, "")}`);
  expect(pages.length).toBeGreaterThan(30);
  const lists = [PUBLIC, PAYER, ...Object.values(CLIENT), ...Object.values(STAFF)];
  const edited = Object.entries(EDITED).flatMap(([list, rooms]) => rooms.map((room) => `${list}/a-row/${room}`));
  const checked = [...MADE_FIRST, ...edited, ...lists.flatMap(pathsOf)];
  // A page with a name of its own is none of those with a number in its place.
  const others = checked.filter((address) => !pages.includes(address));
  const missing = pages.filter((page) => {
    const like = new RegExp(`^${page.replaceAll(/\[[^\]]+\]/g, "[^/]+")}$`);
    return page.includes("[")
      ? ![...MADE_FIRST, ...others].some((address) => address === page || like.test(address))
      : !checked.includes(page);
  });
  expect(missing.map((page) => `${page} is looked at by nobody: give it a line here`)).toEqual([]);
});

for (const brand of BRANDS) {
  test.describe(brand.name, () => {
    test("public pages have no accessibility violation", async ({ page }) => {
      await checkPages(page, brand, PUBLIC);
    });

    for (const [area, addresses] of Object.entries(CLIENT)) {
      test(`pages of a client (${area}) have no accessibility violation`, async ({ openAs }) => {
        await checkPages(await openAs(brand, { email: brand.contact }), brand, addresses);
      });
    }

    test("pages of a contact who may pay have no accessibility violation", async ({ openAs }) => {
      await checkPages(await openAs(brand, { email: PAYERS[brand.key] }), brand, PAYER);
    });

    test("the page of a payment has no accessibility violation", async ({ openAs }) => {
      const company = await foundCompany(brand);
      const clerk = await employ(company, "clerk");
      const reference = `CP-ACCESSPAG${BRANDS.indexOf(brand)}`;
      const of = { source: "portal", method: "card", externalId: null, reference, contactId: clerk.id } as const;
      await createPayment(company, await createInvoice(company), of);
      await checkPages(await openAs(brand, clerk), brand, [`/invoices/payments/${reference}`]);
    });

    test("documents of staff, and an agreement as its client sees it, have no accessibility violation", async ({
      openAs,
    }) => {
      const company = await foundCompany(brand);
      const { id: invoice } = await createInvoice(company);
      const { id: estimate } = await createEstimate(company);
      const { id: agreement } = await createAgreement(company, { kind: "subscription", product: "AVEVA Historian" });
      const documents = [`/staff/invoices/${invoice}`, `/staff/estimates/${estimate}`, `/staff/renewals/${agreement}`];
      await checkPages(await openAs(brand, { email: "portal.admin@portal.example" }), brand, documents);
      const clerk = await employ(company, "clerk");
      await checkPages(await openAs(brand, clerk), brand, [`/account-team/agreements/${agreement}`]);
    });

    for (const [area, addresses] of Object.entries(STAFF)) {
      test(`pages of the staff (${area}) have no accessibility violation`, async ({ openAs }) => {
        const page = await openAs(brand, { email: "portal.admin@portal.example" });
        // The demo begins without events.
        if (area === "payments") await createStripeEvent({ brand: brand.key, state: "ignored" });
        await checkPages(page, brand, addresses);
      });
    }
  });
}
