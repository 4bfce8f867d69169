import { describe, expect, it } from "vitest";
import { type ClientViewer, runAsViewer } from "@/db/viewer";
import { addDays } from "@/lib/kit/time";
import { listInvoices } from "@/lib/money/invoices/queries";
import { parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { readDashboard } from "@/lib/site/dashboard/queries";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createPayment,
  createTeamMember,
  unique,
} from "@/tests/support/world";
import { createCase, createRequest } from "@/tests/support/world-threads";

const TODAY = "2026-11-21";
const day = (days: number) => addDays(TODAY, days);
const read = (viewer: ClientViewer) =>
  runAsViewer(viewer, "read", (context) => readDashboard(context, TODAY, { zone: "America/New_York" }));

async function house(brand: "cimsoft" | "insource" = "cimsoft") {
  const company = await createCompany({ brand });
  const contact = await createContact(company);
  return { company, contact, viewer: clientViewer(contact) };
}

describe("money on the dashboard", () => {
  it("is nothing for a company without invoices", async () => {
    const { viewer, company } = await house();
    expect(await read(viewer)).toEqual({
      companyName: company.name,
      support: { kind: "none" },
      supportTerms: [],
      ending: [],
      requests: [],
      team: [],
      cases: null,
      chat: null,
      money: {
        balances: [],
        credit: [],
        overdue: [],
        endingEstimates: [],
        paymentsInProgress: [],
        latestInvoices: [],
        latestPayments: [],
      },
    });
  });

  it("is balance, overdue and next due by currency, and agrees with the lists it leads to", async () => {
    const { company, viewer } = await house();
    await createInvoice(company, { dueOn: day(-1), totalMinor: 100 });
    await createInvoice(company, { dueOn: day(-30), totalMinor: 200 });
    await createInvoice(company, { dueOn: day(0), totalMinor: 1_000 });
    await createInvoice(company, { dueOn: day(0), totalMinor: 1_500 });
    await createInvoice(company, { dueOn: day(9), totalMinor: 5_000 });
    await createInvoice(company, { dueOn: day(9), totalMinor: 70, currency: "EUR" });
    await createInvoice(company, { kind: "credit_note", totalMinor: 40 });
    await createInvoice(company, { dueOn: day(-5), voidedOn: day(-4), totalMinor: 9_999 });
    const clearing = await createInvoice(company, { dueOn: day(-5), totalMinor: 3_000 });
    await createPayment(company, clearing, {
      amountMinor: 3_000,
      state: "processing",
      allocation: { state: "pending" },
    });

    const { money } = await read(viewer);
    const usd = (minor: number) => ({ minor, currency: "USD" });
    expect(money?.balances).toMatchObject([
      { open: { minor: 70, currency: "EUR" }, overdueCount: 0, nextDue: { on: day(9), count: 1 } },
      {
        open: usd(10_800),
        openCount: 6,
        overdue: usd(300),
        overdueCount: 2,
        processing: usd(3_000),
        nextDue: { on: TODAY, amount: usd(2_500), count: 2 },
      },
    ]);
    // By age with what is on its way; credits lower nothing there.
    expect(money?.balances[1]?.ageing).toMatchObject({
      lines: [{ amount: usd(7_500), count: 3 }, { amount: usd(3_300), count: 3 }, ...Array(3).fill({ count: 0 })],
      total: usd(10_800),
    });
    expect(money?.credit).toEqual([usd(40)]);
    expect(money?.overdue.map((row) => row.dueWords)).toEqual(["Overdue by 30 days", "Overdue by 1 day"]);
    // What clears stands among the payments in progress, and there alone.
    expect(money?.paymentsInProgress).toMatchObject([{ state: "processing", amount: usd(3_000) }]);
    expect(money?.latestPayments).toEqual([]);
    for (const status of ["open", "overdue"] as const) {
      const list = await runAsViewer(viewer, "read", (context) =>
        listInvoices(context, parseInvoiceFilters({ status }), TODAY),
      );
      const balances = money?.balances.filter((balance) => balance[status].minor > 0) ?? [];
      expect(list.totals.map((sum) => sum.balance)).toEqual(balances.map((balance) => balance[status]));
      expect(list.count).toBe(balances.reduce((sum, balance) => sum + balance[`${status}Count`], 0));
    }
  });

  it("has no next due day where only money that is on its way is due", async () => {
    const { company, viewer } = await house();
    const clearing = await createInvoice(company, { dueOn: day(3) });
    await createPayment(company, clearing, { state: "processing", allocation: { state: "pending" } });
    expect((await read(viewer)).money?.balances).toMatchObject([{ open: { minor: 10_000 }, nextDue: null }]);
  });
});

describe("payments in progress on the dashboard", () => {
  it("are those started and those clearing, with who may continue them", async () => {
    const { company, viewer } = await house();
    const own = { source: "portal", state: "started", externalId: null, contactId: viewer.contactId } as const;
    const colleague = await createContact(company, { name: "Alex Stone" });
    await createPayment(company, null, { ...own, reference: unique("CP"), contactName: "Robin Meyer" });
    const theirs = { ...own, contactId: colleague.id, contactName: colleague.name };
    await createPayment(company, null, { ...theirs, reference: unique("CP") });
    await createPayment(company, null, { state: "processing", method: "ach", expectedOn: day(4) });
    for (const state of ["succeeded", "failed", "cancelled"] as const) await createPayment(company, null, { state });
    await createPayment(await createCompany(), null, { state: "processing" });

    const { money } = await read(viewer);
    expect(money?.paymentsInProgress).toMatchObject([
      { state: "processing", isOwn: false, expectedOn: day(4) },
      { state: "started", isOwn: false, contactName: "Alex Stone" },
      { state: "started", isOwn: true },
    ]);
  });
});

describe("what waits on the reader of the dashboard", () => {
  it("is open estimates that end within fourteen days, today included, the soonest first", async () => {
    const { company, viewer } = await house();
    for (const days of [14, 0, 15, -1, 3]) await createEstimate(company, { expiresOn: day(days) });
    await createEstimate(company, { expiresOn: day(2), state: "accepted" });
    const { money } = await read(viewer);
    expect(money?.endingEstimates.map((estimate) => estimate.expiresOn)).toEqual([day(0), day(3), day(14)]);
  });
});

describe("the dashboard without the right billing", () => {
  it("shows no money at all, and everything else", async () => {
    const company = await createCompany();
    await createInvoice(company);
    await createPayment(company, null);
    await createEstimate(company, { expiresOn: day(3) });
    await createAgreement(company, { endsOn: day(23) });
    await createTeamMember(company);
    const viewer = clientViewer(await createContact(company, { billing: false }));
    const dashboard = await read(viewer);
    expect(dashboard).toMatchObject({
      companyName: company.name,
      support: { kind: "in-force", daysLeft: 23, endsSoon: true },
      team: [{ name: "Dana Whitfield" }],
      money: null,
    });
    expect(JSON.stringify(dashboard)).not.toMatch(/minor|currency/i);
  });
});

describe("agreements and account team on the dashboard", () => {
  it.each(["cimsoft", "insource"] as const)(
    "on %s are the primary company's alone, whatever the relation",
    async (brand) => {
      const { company: primary } = await house(brand);
      const { company: related } = await house(brand);
      await createAgreement(related);
      await createTeamMember(related, { name: "Somebody Else" });
      await createInvoice(related);
      await createTeamMember(primary, { role: "support", name: "Zoe" });
      await createTeamMember(primary, { role: "account_manager", name: "Yan" });
      const viewer = clientViewer(await createContact(primary, { relatedTo: [related], casesScope: "company" }));
      const dashboard = await read(viewer);
      expect(dashboard).toMatchObject({ companyName: primary.name, support: { kind: "none" } });
      expect(dashboard.team.map((member) => member.name)).toEqual(["Yan", "Zoe"]);
      expect(dashboard.money).toMatchObject({ balances: [], latestInvoices: [] });
    },
  );

  it("are not shown to a contact without a company", async () => {
    const viewer = clientViewer(await createContact(null));
    expect(await read(viewer)).toEqual({
      companyName: null,
      support: { kind: "none" },
      supportTerms: [],
      ending: [],
      requests: [],
      team: [],
      cases: null,
      chat: null,
      money: null,
    });
  });
});

describe("renewals and requests on the dashboard", () => {
  it("are agreements that end within 90 days by their end, and requests that are not closed", async () => {
    const { company, contact, viewer } = await house();
    for (const days of [91, 90, 12, 0, -1]) await createAgreement(company, { startsOn: day(-300), endsOn: day(days) });
    const open = await createRequest(company, contact);
    await createRequest(company, contact, { status: "closed" });
    const { ending, requests } = await read(viewer);
    expect(ending.map(({ agreement, window }) => [agreement.endsOn, window])).toEqual([
      [day(0), 30],
      [day(12), 30],
      [day(90), 90],
    ]);
    expect(requests.map(({ number }) => number)).toEqual([open.number]);
  });
});

describe("cases on the dashboard", () => {
  const IN_FORCE = { startsOn: "2020-01-01", endsOn: "2099-12-31" };

  it("are those that wait on the reader, then those that were answered, with or without the right to money", async () => {
    const company = await createCompany();
    await createAgreement(company, IN_FORCE);
    const contact = await createContact(company, { billing: false, casesScope: "own" });
    const answered = { lastAuthorKind: "staff" as const };
    const waiting = await createCase(company, contact, { status: "waiting_on_you", ...answered });
    const unread = await createCase(company, contact, { status: "in_progress", ...answered });
    await createCase(company, contact);
    const { cases, money } = await read(clientViewer(contact));
    expect(money).toBeNull();
    expect(cases?.waiting.map(({ number }) => number)).toEqual([waiting.number]);
    expect(cases?.unread.map(({ number }) => number)).toEqual([unread.number]);
  });

  it("are not shown without the right or an agreement", async () => {
    const covered = await createCompany();
    await createAgreement(covered, IN_FORCE);
    const lapsed = await createCompany();
    const without = [
      await createContact(covered, { casesScope: "none" }),
      await createContact(lapsed, { casesScope: "company" }),
    ];
    for (const contact of without) expect((await read(clientViewer(contact))).cases).toBeNull();
  });
});
