import { describe, expect, it } from "vitest";
import { type ClientViewer, runAsViewer } from "@/db/viewer";
import { addDays } from "@/lib/kit/time";
import { listInvoices } from "@/lib/money/invoices/queries";
import { parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { type Dashboard, readDashboard } from "@/lib/site/dashboard/queries";
import { readFrame } from "@/lib/site/frame/queries";
import { listPastChats } from "@/lib/threads/chats/list/queries";
import { markRead } from "@/lib/threads/service";
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
import { createCase, createChat, createRequest } from "@/tests/support/world-threads";

const TODAY = "2026-11-21";
const day = (days: number) => addDays(TODAY, days);
const local = { zone: "America/New_York" };
const read = (viewer: ClientViewer, lastVisitOn: string | null = null) =>
  runAsViewer(viewer, "read", (context) => readDashboard(context, { today: TODAY, lastVisitOn, local }));
const badges = (viewer: ClientViewer) =>
  runAsViewer(viewer, "read", async (context) => (await readFrame(context, TODAY)).badges);
/** What waits, by kind, with the number or product of each. */
const listed = ({ waiting }: Dashboard) =>
  waiting.rows.map((row) => [
    row.kind,
    row.kind === "agreement" ? row.row.product : "number" in row.row && row.row.number,
  ]);
const NOTHING = {
  ...{ waiting: { rows: [], counts: { case: 0, request: 0, payment: 0, estimate: 0, agreement: 0, invoice: 0 } } },
  ...{ changes: [], since: day(-14) },
};

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
      team: [],
      ...{ hasCases: false, chat: null, ...NOTHING },
      money: { balances: [], credit: { usable: [], notes: [] } },
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

    const { money, waiting } = await read(viewer);
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
    expect(money?.credit).toEqual({ usable: [], notes: [usd(40)] });
    expect(waiting.rows.map(({ row }) => "dueWords" in row && row.dueWords)).toEqual([
      "Overdue by 30 days",
      "Overdue by 1 day",
    ]);
    expect(waiting.counts.invoice).toBe(2);
    expect(money?.balances[1]?.overdueNumbers).toHaveLength(2);
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

describe("what waits on the reader of the dashboard", () => {
  it("is of every kind in one list, and the badges of the areas count the same", async () => {
    const { company, contact } = await house();
    await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
    const viewer = { ...clientViewer(contact), rights: { ...clientViewer(contact).rights, cases: "own" as const } };
    const answered = { lastAuthorKind: "staff" as const };
    const asked = await createCase(company, contact, { status: "waiting_on_you", ...answered });
    const unread = await createCase(company, contact, { status: "in_progress", ...answered });
    const request = await createRequest(company, contact, { status: "waiting_on_you", ...answered });
    const estimate = await createEstimate(company, { expiresOn: day(3) });
    const ending = await createAgreement(company, { kind: "subscription", product: "Historian", endsOn: day(20) });
    const overdue = await createInvoice(company, { dueOn: day(-2) });
    const own = { source: "portal", state: "started", externalId: null, contactId: contact.id } as const;
    await createPayment(company, null, { ...own, reference: unique("CP"), contactName: contact.name });
    await createPayment(company, null, { state: "processing", method: "ach", expectedOn: day(4) });

    const dashboard = await read(viewer);
    expect(listed(dashboard)).toEqual([
      ["case", asked.number],
      ["request", request.number],
      ["payment", false],
      ["estimate", estimate.number],
      ["agreement", ending.product],
      ["invoice", overdue.number],
    ]);
    expect(dashboard.waiting.counts).toEqual({
      ...{ case: 1, request: 1, payment: 1, estimate: 1, agreement: 1, invoice: 1 },
    });
    expect(dashboard.changes.filter(({ kind }) => kind === "case").map(({ row }) => row)).toMatchObject([
      { number: unread.number },
    ]);
    expect(await badges(viewer)).toEqual({ cases: 2, invoices: 2, estimates: 1, accountTeam: 2, chats: 0 });
  });

  it("has every payment that they began in the badge of invoices, and counts those that are not listed", async () => {
    const { company, contact, viewer } = await house();
    for (let payment = 0; payment < 7; payment++) {
      const own = { source: "portal", state: "started", externalId: null, contactId: contact.id } as const;
      await createPayment(company, null, { ...own, reference: unique("CP"), contactName: contact.name });
    }
    const { waiting } = await read(viewer);
    expect([waiting.rows.length, waiting.counts.payment]).toEqual([6, 7]);
    expect(await badges(viewer)).toMatchObject({ invoices: 7 });
    const engineer = clientViewer(await createContact(company, { billing: false }));
    expect((await read({ ...engineer, contactId: contact.id })).waiting.counts.payment).toBe(0);
    expect(await badges({ ...engineer, contactId: contact.id })).toMatchObject({ invoices: 0 });
  });

  it("has open estimates that end within fourteen days, today included, the soonest first", async () => {
    const { company, viewer } = await house();
    for (const days of [14, 0, 15, -1, 3]) await createEstimate(company, { expiresOn: day(days) });
    await createEstimate(company, { expiresOn: day(2), state: "accepted" });
    const { waiting } = await read(viewer);
    expect(waiting.rows.map(({ row }) => "expiresOn" in row && row.expiresOn)).toEqual([day(0), day(3), day(14)]);
    expect(await badges(viewer)).toMatchObject({ estimates: 3 });
  });

  it("has no colleague's payment, and no unread answer in a colleague's case", async () => {
    const { company, contact } = await house();
    await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
    const colleague = await createContact(company, { name: "Alex Stone" });
    const theirs = { source: "portal", state: "started", externalId: null, contactId: colleague.id } as const;
    await createPayment(company, null, { ...theirs, reference: unique("CP"), contactName: colleague.name });
    await createCase(company, colleague, { status: "in_progress", lastAuthorKind: "staff" });
    const viewer = { ...clientViewer(contact), rights: { ...clientViewer(contact).rights, cases: "company" as const } };
    const { waiting, changes } = await read(viewer);
    expect(waiting.rows).toEqual([]);
    expect(changes.filter(({ kind }) => kind === "case")).toEqual([]);
    expect(await badges(viewer)).toMatchObject({ cases: 0, invoices: 0 });
  });
});

describe("what changed since the last visit", () => {
  it("is documents and money that came on its day or later, the latest first, with every unread answer", async () => {
    const { company, contact, viewer } = await house();
    const at = (days: number) => ({ issuedOn: day(days), dueOn: day(30) });
    const [, newer] = [await createInvoice(company, at(-6)), await createInvoice(company, at(-2))];
    const note = await createInvoice(company, { kind: "credit_note", issuedOn: day(-1), totalMinor: 40 });
    await createInvoice(company, { ...at(-1), voidedOn: day(0) });
    const request = await createRequest(company, contact, { status: "answered", lastAuthorKind: "staff" });
    const { changes, since } = await read(viewer, day(-3));
    expect(since).toBe(day(-3));
    const names = changes.map(({ kind, row }) => [kind, "name" in row ? row.name : row.number]);
    expect(names.filter(([kind]) => kind !== "request")).toEqual([
      ["credit_note", note.number],
      ["invoice", newer.number],
    ]);
    expect(names).toContainEqual(["request", request.number]);
  });

  it("has an unread chat that has ended, as its list and the badge do, until it is read", async () => {
    const { company, contact } = await house();
    await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
    const viewer = { ...clientViewer(contact), rights: { ...clientViewer(contact).rights, cases: "company" as const } };
    const ended = await createChat(company, contact, { status: "closed", lastAuthorKind: "staff" });
    const colleague = await createContact(company, { name: "Alex Stone" });
    await createChat(company, colleague, { status: "closed", lastAuthorKind: "staff" });
    const told = async () => ({
      changes: (await read(viewer)).changes.flatMap(({ kind, row }) => (kind === "chat" ? row.number : [])),
      list: (await runAsViewer(viewer, "read", (context) => listPastChats(context, local)))
        .filter(({ unread }) => unread)
        .map(({ number }) => number),
      badge: (await badges(viewer)).chats,
    });
    expect(await told()).toEqual({ changes: [ended.number], list: [ended.number], badge: 1 });
    const without = { ...viewer, rights: { ...viewer.rights, cases: "none" as const } };
    expect((await read(without)).changes).toEqual([]);
    expect((await badges(without)).chats).toBe(0);
    await runAsViewer(viewer, "write", (context) => markRead(context, ended.id));
    expect(await told()).toEqual({ changes: [], list: [], badge: 0 });
  });

  it("looks back two weeks at most", async () => {
    const { viewer } = await house();
    expect((await read(viewer, day(-200))).since).toBe(day(-14));
    expect((await read(viewer)).since).toBe(day(-14));
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
      expect(dashboard.money).toMatchObject({ balances: [] });
      expect(dashboard.waiting.rows).toEqual([]);
      expect(dashboard.changes).toEqual([]);
    },
  );

  it("are not shown to a contact without a company", async () => {
    const viewer = clientViewer(await createContact(null));
    expect(await read(viewer)).toEqual({
      companyName: null,
      support: { kind: "none" },
      supportTerms: [],
      team: [],
      ...{ hasCases: false, chat: null, ...NOTHING },
      money: null,
    });
  });
});

describe("agreements up for renewal on the dashboard", () => {
  it("end within 90 days or ended within 90, and wait on the client until somebody asks about them", async () => {
    const { company, contact, viewer } = await house();
    for (const days of [91, 90, 12, 0, -1, -91]) {
      await createAgreement(company, { startsOn: day(-300), endsOn: day(days), kind: "contract", product: `P${days}` });
    }
    const asked = await createAgreement(company, { kind: "contract", product: "Asked", endsOn: day(9) });
    await createRequest(company, contact, { kind: "renewal", agreementId: asked.id });
    const { waiting } = await read(viewer);
    expect(waiting.rows.map(({ row }) => "product" in row && row.product)).toEqual(["P0", "P12", "P90", "P-1"]);
    expect(await badges(viewer)).toMatchObject({ accountTeam: 4 });
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
    const dashboard = await read(clientViewer(contact));
    expect(dashboard.money).toBeNull();
    expect(listed(dashboard)).toEqual([["case", waiting.number]]);
    expect(dashboard.changes).toMatchObject([{ kind: "case", row: { number: unread.number } }]);
  });

  it("are not shown without the right or an agreement", async () => {
    const covered = await createCompany();
    await createAgreement(covered, IN_FORCE);
    const lapsed = await createCompany();
    const without = [
      await createContact(covered, { casesScope: "none" }),
      await createContact(lapsed, { casesScope: "company" }),
    ];
    for (const contact of without) expect((await read(clientViewer(contact))).hasCases).toBe(false);
  });
});
