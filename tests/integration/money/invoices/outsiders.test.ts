import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/db/client";
import { asSystem, type Context, runAsViewer, type Viewer } from "@/db/viewer";
import { listEndingEstimates } from "@/lib/money/estimates/queries";
import { readCreditParts } from "@/lib/money/invoices/credit/queries";
import { findInvoice } from "@/lib/money/invoices/document/queries";
import { countWaiting, listInvoices } from "@/lib/money/invoices/queries";
import { encodeCursor, parseInvoiceFilters } from "@/lib/money/invoices/schema";
import { latestPayments } from "@/lib/money/payments/queries";
import { readBalances } from "@/lib/site/dashboard/queries";
import {
  clientViewer,
  createCompany,
  createContact,
  createEstimate,
  createInvoice,
  createPayment,
  createStaff,
  staffViewer,
  unique,
} from "@/tests/support/world";

const TODAY = "2026-11-21";

/** Every query that shows money, asked about one invoice of one company. */
async function ask(context: Context, { brand, number, word }: { brand: string; number: string; word: string }) {
  const search = await listInvoices(context, parseInvoiceFilters({ q: word }), TODAY);
  const whole = await listInvoices(context, parseInvoiceFilters({}), TODAY);
  const exact = await listInvoices(context, parseInvoiceFilters({ q: number }), TODAY);
  const waiting = await countWaiting(context, parseInvoiceFilters({ q: word }), TODAY);
  return {
    listed: whole.rows.filter((row) => row.number === number).length,
    found: search.rows.length,
    foundByNumber: exact.rows.length,
    count: search.count,
    sums: search.totals.length,
    waiting: waiting.open,
    detail: await findInvoice(context, { brand, number }, TODAY),
  };
}
const NOTHING = { listed: 0, found: 0, foundByNumber: 0, count: 0, sums: 0, waiting: 0, detail: null };

describe.each([
  ["cimsoft", "insource"],
  ["insource", "cimsoft"],
])("an invoice of %s", (brand, otherBrand) => {
  const number = unique("INV");
  const word = unique("zirconium");
  const outsiders: Record<string, Viewer> = {};
  let clerk: Viewer;
  let manager: Viewer;
  let related: Viewer;
  let namesake: Viewer;
  let invoiceId: string;
  let paymentId: string;

  beforeAll(async () => {
    const company = await createCompany({ brand });
    const invoice = await createInvoice(company, { number, dueOn: "2026-11-09", lines: [word] });
    invoiceId = invoice.id;
    paymentId = (await createPayment(company, invoice, { amountMinor: 4_000 })).id;
    await createEstimate(company, { expiresOn: "2026-11-25" });
    clerk = clientViewer(await createContact(company));
    manager = staffViewer(await createStaff(["account_manager"]));

    const other = await createCompany({ brand });
    await createInvoice(other);
    const rights = { pay: true, casesScope: "company", requestsScope: "company" } as const;
    outsiders["a contact of another company"] = clientViewer(await createContact(other, rights));
    related = clientViewer(await createContact(other, { ...rights, relatedTo: [company] }));
    outsiders["a contact of another company that is related to this one"] = related;

    const abroad = await createCompany({ brand: otherBrand });
    await createInvoice(abroad, { number, totalMinor: 777 });
    namesake = clientViewer(await createContact(abroad, rights));
    outsiders["a contact of the other brand, whose company has an invoice of that number"] = namesake;
    outsiders["the company's id with the other brand"] = {
      ...clientViewer(await createContact(company)),
      brand: otherBrand,
    };

    outsiders["a contact of the company without billing"] = clientViewer(
      await createContact(company, { billing: false, casesScope: "company", requestsScope: "company" }),
    );
    outsiders["a contact without a company"] = clientViewer(await createContact(null, { brand }));
    outsiders.marketing = staffViewer(await createStaff(["marketing"]));
    outsiders["a support agent"] = staffViewer(await createStaff(["support_agent"]));
    outsiders["an account manager of the other brand alone"] = staffViewer(await createStaff(["account_manager"]), [
      otherBrand,
    ]);
    outsiders["staff without a brand"] = staffViewer(await createStaff(["administrator"]), []);
  });

  const asking = (viewer: Viewer) => runAsViewer(viewer, "read", (context) => ask(context, { brand, number, word }));

  it("is there for the company's own contact with billing", async () => {
    expect(await asking(clerk)).toMatchObject({
      listed: 1,
      found: 1,
      foundByNumber: 1,
      count: 1,
      sums: 1,
      waiting: 1,
      detail: { number, status: "Overdue", balance: { minor: 6_000 }, settlements: [{ amount: { minor: 4_000 } }] },
    });
  });

  it("is there for an account manager, apart from the other brand's invoice of the same number", async () => {
    const { detail } = await asking(manager);
    expect(detail).toMatchObject({ number, balance: { minor: 6_000 } });
  });

  const names = [
    "a contact of another company",
    "a contact of another company that is related to this one",
    "the company's id with the other brand",
    "a contact of the company without billing",
    "a contact without a company",
    "marketing",
    "a support agent",
    "an account manager of the other brand alone",
    "staff without a brand",
  ];
  it.each(names)("does not exist for %s: list, count, sums, search, detail", async (name) => {
    const viewer = outsiders[name];
    if (!viewer) throw new Error(`no ${name}`);
    const seen = await asking(viewer);
    // Staff of the other brand alone find the namesake there, by number, and not this one.
    if (name === "an account manager of the other brand alone") {
      expect(seen).toMatchObject({ found: 0, count: 0, sums: 0, waiting: 0, detail: null });
    } else {
      expect(seen).toEqual(NOTHING);
    }
  });

  it.each(names)("does not exist for %s with the conditions of the queries alone", async (name) => {
    const viewer = outsiders[name];
    if (!viewer) throw new Error(`no ${name}`);
    // The owner's role sees every row: only the queries' own conditions stand between.
    const through = (asking: Viewer) =>
      asSystem("test of the first wall", async (db) => {
        const filters = parseInvoiceFilters({ from: "2026-01-01", to: "2026-01-01" });
        const list = await listInvoices({ viewer: asking, db }, filters, TODAY);
        const payments = await latestPayments({ viewer: asking, db }, 100);
        return {
          listed: list.rows.filter((row) => row.number === number && row.balance.minor === 6_000).length,
          paid: payments.filter((payment) => payment.id === paymentId).length,
          found: (await findInvoice({ viewer: asking, db }, { brand, number }, TODAY)) !== null,
        };
      });
    expect(await through(clerk)).toEqual({ listed: 1, paid: 1, found: true });
    expect(await through(viewer)).toEqual({ listed: 0, paid: 0, found: false });
  });

  it("is not the other brand's invoice of the same number", async () => {
    const seen = await asking(namesake);
    expect(seen).toMatchObject({ found: 0, count: 0, waiting: 0, detail: null, foundByNumber: 1 });
    const own = await runAsViewer(namesake, "read", (context) =>
      findInvoice(context, { brand: otherBrand, number }, TODAY),
    );
    expect(own).toMatchObject({ total: { minor: 777 }, balance: { minor: 777 } });
  });

  it("is not revealed by a cursor that names it", async () => {
    const after = encodeCursor({ side: "after", sort: "due", value: "2026-11-08", id: invoiceId });
    const seen = await runAsViewer(related, "read", (context) =>
      listInvoices(context, parseInvoiceFilters({ sort: "due", after }), TODAY),
    );
    expect(seen.rows.map((row) => row.number)).not.toContain(number);
    expect(seen.count).toBe(1);
  });

  it.each([" ", "\u00a0", "'--", "%", "_"])(
    "is found by its exact number alone, not with %j behind it",
    async (tail) => {
      for (const wrong of [`${number}${tail}`, number.toLowerCase(), number.slice(0, -1), "%"]) {
        const seen = await runAsViewer(clerk, "read", (context) =>
          findInvoice(context, { brand, number: wrong }, TODAY),
        );
        expect(seen).toBeNull();
      }
    },
  );

  it("shows its money to nobody else on the dashboard", async () => {
    const money = (viewer: Viewer) =>
      runAsViewer(viewer, "read", async (context) => ({
        balances: await readBalances(context, TODAY),
        credit: await readCreditParts(context),
        payments: await latestPayments(context, 5),
        estimates: await listEndingEstimates(context, TODAY),
      }));
    expect(await money(clerk)).toMatchObject({
      balances: [{ open: { minor: 6_000 }, overdue: { minor: 6_000 } }],
      payments: [{ amount: { minor: 4_000 } }],
      estimates: [{ expiresOn: "2026-11-25" }],
    });
    const nothing = { balances: [], credit: { usable: [], notes: [] }, payments: [], estimates: [] };
    for (const name of ["a contact of the company without billing", "a contact without a company", "marketing"]) {
      const viewer = outsiders[name];
      if (!viewer) throw new Error(`no ${name}`);
      expect(await money(viewer)).toEqual(nothing);
    }
    expect(await money(related)).toMatchObject({
      payments: [],
      estimates: [],
      balances: [{ open: { minor: 10_000 } }],
    });
  });

  it("does not exist where nobody is signed in, even if a query is made with the clerk's viewer", async () => {
    // The role of clients without any viewer's ids: the second wall alone.
    const seen = await pool().db.transaction(async (db) => {
      await db.execute(sql`select set_config('role', 'portal_client', true)`);
      return ask({ viewer: clerk, db }, { brand, number, word });
    });
    expect(seen).toEqual(NOTHING);
    // Outside a viewer's transaction the role has no right to any table.
    await expect(pool().db.transaction((db) => ask({ viewer: clerk, db }, { brand, number, word }))).rejects.toThrow();
  });
});
