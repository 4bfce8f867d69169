import { expect, test } from "@playwright/test";
import { type Address, checkPages, firstRowOf } from "../support/e2e/accessibility";
import { payable, tellOfAStranger } from "../support/e2e/payments";
import { BRANDS, signIn } from "../support/e2e/portal";

/*
 * Every page, as those see it who may. A new page is a line here.
 */
const PUBLIC: readonly Address[] = [
  "/",
  "/faq",
  "/login",
  "/reset-password",
  "/reset-password/unknown",
  "/connect/thanks",
  "/nowhere",
];

const CLIENT: readonly Address[] = [
  "/dashboard",
  "/invoices",
  "/invoices?q=nothing-is-called-this&from=2026-01-01",
  "/invoices/statement",
  firstRowOf("/invoices"),
  "/invoices/NO-SUCH-INVOICE",
  "/estimates",
  firstRowOf("/estimates?status=open"),
  "/cases",
  "/cases?tab=historical&q=nothing-is-called-this",
  "/cases/new",
  firstRowOf("/cases"),
  "/settings",
  "/settings?edit=add-address",
  "/settings?edit=time-zone",
  "/settings?edit=password",
  "/settings/change?field=rights",
  "/account-team",
  "/account-team/new?kind=renewal",
  "/service-requests",
  "/service-requests?tab=closed&q=nothing-is-called-this",
  firstRowOf("/service-requests?q=R-1000"),
  "/notices",
];

const PAYER: readonly Address[] = [
  // Without the right to cases: why not, and whom to ask.
  "/cases",
  "/invoices/credits",
  "/invoices/pay",
  async (page, brand) => `/invoices/pay?invoice=${encodeURIComponent((await payable(page, brand)).number)}`,
];
const PAYERS = { cimsoft: "ap.clerk@keystone.example", insource: "accounts@tidewater.example" } as const;

const STAFF: readonly Address[] = [
  "/staff",
  "/staff/payments",
  "/staff/payments?source=erp&state=disputed",
  firstRowOf("/staff/payments"),
  "/staff/payments/events",
  "/staff/cases",
  firstRowOf("/staff/cases"),
  "/staff/settings",
  "/staff/settings?edit=time-zone",
  "/staff/requests",
  "/staff/requests?owner=away&q=nothing-is-called-this",
  firstRowOf("/staff/requests"),
  firstRowOf("/staff/requests?kind=change"),
  "/staff/renewals",
  "/staff/renewals?window=ended",
  "/staff/team",
  firstRowOf("/staff/team"),
  "/staff/home-page",
  "/staff/notices",
  "/staff/mail",
  "/staff/mail?standing=withheld&q=nothing-is-called-this",
  firstRowOf("/staff/mail"),
];

// Axe reads every element of each page four times.
test.describe.configure({ mode: "parallel", timeout: 240_000 });

for (const brand of BRANDS) {
  test.describe(brand.name, () => {
    test("public pages", async ({ page }) => {
      await checkPages(page, brand, PUBLIC);
    });

    test("pages of a client", async ({ page }) => {
      await signIn(page, brand, brand.contact);
      await checkPages(page, brand, CLIENT);
    });

    test("pages of who pays", async ({ page }) => {
      await signIn(page, brand, PAYERS[brand.key]);
      await checkPages(page, brand, PAYER);
    });

    test("pages of the staff", async ({ page }) => {
      await signIn(page, brand, "portal.admin@portal.example");
      await tellOfAStranger(brand);
      await expect(async () => {
        await page.goto(`${brand.origin}/staff/payments/events`);
        await expect(page.getByRole("main").getByText("checkout.session.completed").first()).toBeVisible({
          timeout: 500,
        });
      }).toPass();
      await checkPages(page, brand, STAFF);
    });
  });
}
