import { describe, expect, it } from "vitest";
import { mayFetchAhead, routes } from "./routes";

describe("mayFetchAhead", () => {
  it.each([
    routes.home,
    routes.faq,
    routes.dashboard,
    routes.invoices,
    routes.invoice("INV-1"),
    routes.statement,
    routes.estimates,
    routes.estimate("EST-1"),
    routes.cases,
    routes.casesNew,
    routes.accountTeam,
    "/account-team/new",
    routes.settings,
    routes.staff,
    routes.staffCases,
    routes.staffRequests,
    routes.staffPayments,
  ])("allows %s, which only reads", (path) => {
    expect(mayFetchAhead(path)).toBe(true);
  });

  it.each([
    routes.case("C-1"),
    routes.request("R-1"),
    routes.staffCase("C-1"),
    routes.staffRequest("R-1"),
    routes.notices,
    routes.notice("1"),
    routes.staffNotices,
    routes.staffNotice("1"),
    routes.estimateQuotation("EST-1"),
    routes.estimatePdf("EST-1"),
    routes.invoicePdf("INV-1"),
    routes.invoicesCsv,
    routes.statementCsv,
    routes.staffRenewalsCsv,
    routes.apiNotices,
    routes.file("1"),
    routes.resetPasswordToken("1"),
    routes.confirmAddress("1"),
    routes.connectConfirm("1"),
    routes.unsubscribe("1"),
    routes.staffPayment("1"),
    routes.staffMailItem("1"),
    routes.staffReceivedMail("1"),
    "/staff/companies/1",
    "/staff/contacts/1",
  ])("refuses %s, which is marked as read, records a look, uses a link up or makes a file", (path) => {
    expect(mayFetchAhead(path)).toBe(false);
  });
});
