import { and, asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closePool } from "@/db/client";
import { inOneStatement } from "@/db/one-statement";
import { plannedAnew } from "@/db/plans";
import { agreements, companies, contacts, invoices, threads } from "@/db/schema";
import { type ClientViewer, type Context, runAsViewer } from "@/db/viewer";
import { openWire, type Wire } from "@/tests/support/trips";
import { clientViewer, createAgreement, createCompany, createContact, createInvoice } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";

const direct = process.env.DATABASE_WEB_URL ?? "";
let wire: Wire;
let viewer: ClientViewer;
let other: ClientViewer;

beforeAll(async () => {
  const company = await createCompany({ name: 'It\'s $1, "quoted" \\ and ünïcode' });
  const contact = await createContact(company, { timeZone: "America/Chicago", casesScope: "company" });
  await createAgreement(company, { startsOn: "2020-01-01", endsOn: "2099-12-31" });
  for (const totalMinor of [300, 100, 9_007_199_254_740_000]) await createInvoice(company, { totalMinor });
  await createCase(company, contact);
  viewer = clientViewer(contact);
  other = clientViewer(await createContact(await createCompany()));
  await closePool();
  wire = await openWire(direct);
  Object.assign(process.env, { DATABASE_WEB_URL: wire.url, DATABASE_POOL_MAX: "1" });
});

afterAll(async () => {
  await closePool();
  await wire.close();
});

/** Reads with each kind of column that pages read: instants, days, big numbers, lists, documents, nothing. */
const reads = ({ db, viewer }: Context<ClientViewer>) => ({
  person: db
    .select({ id: contacts.id, zone: contacts.timeZone, closedAt: contacts.closedAt, edited: contacts.portalFields })
    .from(contacts)
    .where(eq(contacts.id, viewer.contactId)),
  firm: db
    .select({ id: companies.id, name: companies.name, quoted: sql<string>`'$1 isn''t $2'`, brand: companies.brand })
    .from(companies)
    .where(and(eq(companies.brand, viewer.brand), sql`${companies.name} <> '$1'`)),
  terms: db.select({ from: agreements.startsOn, to: agreements.endsOn, seen: sql<boolean>`true` }).from(agreements),
  sums: db
    .select({
      count: sql`count(*)`.mapWith(Number),
      total: sql`sum(${invoices.totalMinor})`.mapWith(Number),
      none: sql<null>`null`,
    })
    .from(invoices),
  bills: db
    .select({ number: invoices.number, minor: invoices.totalMinor, issuedOn: invoices.issuedOn, firm: companies.id })
    .from(invoices)
    .innerJoin(companies, eq(companies.id, invoices.companyId))
    .orderBy(asc(invoices.totalMinor))
    .limit(2),
  // Columns of the same name, and a table without a row.
  opened: db
    .select({ thread: threads.id, opener: contacts.id, at: threads.createdAt, bill: { id: invoices.id } })
    .from(threads)
    .innerJoin(contacts, eq(contacts.id, threads.openedBy))
    .leftJoin(invoices, eq(invoices.number, threads.subject)),
  none: db.select({ id: invoices.id }).from(invoices).where(eq(invoices.number, "there is none")),
});
type Name = keyof ReturnType<typeof reads>;

async function answers(context: Context<ClientViewer>) {
  const asked = reads(context);
  const found = await Promise.all(Object.values(asked));
  return Object.fromEntries(Object.keys(asked).map((name, place) => [name, found[place]])) as Record<Name, unknown[]>;
}

describe("reads in one statement", () => {
  it("are answered as each by itself", async () => {
    const [alone, joined] = await runAsViewer(viewer, "read", async (context) => [
      await answers(context),
      await answers(inOneStatement(context)),
    ]);
    expect(joined).toEqual(alone);
    for (const [name, rows] of Object.entries(alone)) expect(rows.length > 0, name).toBe(name !== "none");
    expect(alone.sums).toEqual([{ count: 3, total: 9_007_199_254_740_400, none: null }]);
    expect(alone.opened).toEqual([expect.objectContaining({ at: expect.any(Date), bill: null })]);
  });

  it("see what their viewer sees, and nothing of others", async () => {
    const seen = await runAsViewer(other, "read", (context) => answers(inOneStatement(context)));
    expect({ ...seen, person: [], firm: [] }).toEqual({
      ...{ person: [], firm: [], terms: [], bills: [], opened: [], none: [] },
      sums: [{ count: 0, total: null, none: null }],
    });
    expect(seen.person).toEqual([expect.objectContaining({ id: other.contactId })]);
    expect(seen.firm).toEqual([expect.objectContaining({ id: other.companyId })]);
  });

  it("are one statement for each turn in which they begin, also beside what is read alone", async () => {
    const look = () =>
      runAsViewer(viewer, "read", async (context) => {
        const joined = inOneStatement(context);
        await Promise.all([answers(joined), context.db.select({ id: companies.id }).from(companies)]);
        await Promise.all([reads(joined).terms, reads(joined).bills]);
        await reads(joined).none;
      });
    await look();
    const before = wire.statements();
    await look();
    // BEGIN, settings, all seven, the one alone, two, one, COMMIT.
    expect(wire.statements() - before).toBe(7);
  });

  it("leave out one that is planned for its values, and one that no columns are known of", async () => {
    const before = wire.statements();
    const [planned, raw, terms] = await runAsViewer(viewer, "read", async (context) => {
      const joined = inOneStatement(context);
      const { terms, bills } = reads(joined);
      const planned = joined.db.select({ id: invoices.id }).from(invoices).where(plannedAnew);
      const raw = joined.db.execute(sql`select 1 as one`);
      return Promise.all([planned, raw, terms, bills]);
    });
    expect(wire.statements() - before).toBe(6);
    expect([planned.length, raw[0], terms.length]).toEqual([3, { one: 1 }, 1]);
  });

  it("all fail where one fails, with that one's error", async () => {
    const failed = runAsViewer(viewer, "read", async (context) => {
      const joined = inOneStatement(context);
      const wrong = joined.db.select({ n: sql<number>`1 / count(*)` }).from(invoices).where(sql`false`);
      const [right, failure] = await Promise.allSettled([reads(joined).terms, wrong]);
      expect(right.status).toBe("rejected");
      throw failure.status === "rejected" ? failure.reason : new Error("it was answered");
    });
    await expect(failed).rejects.toMatchObject({ code: "22012" });
  });
});
