import { eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isLostLock } from "@/db/faults";
import { auditEvents, companies, importRuns, payments } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { unique } from "../../support/world";
import { company, counts, importFiles, invoice, receipt, reportOf } from "./folder";
import { invoiceOf, paymentsOf } from "./ledger";

const test = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test", work);

/** Records of this file's imports, with their audit events. */
async function recordsOf(file: string) {
  return test(async (db) => {
    const runs = await db.select().from(importRuns).where(eq(importRuns.file, file));
    const events = await db.select().from(auditEvents).where(eq(auditEvents.entity, "import_run"));
    const ids = new Set(runs.map(({ id }) => id));
    return { runs: runs.length, events: events.filter(({ entityId }) => ids.has(entityId ?? "")).length };
  });
}

async function companyOf(externalId: string) {
  const [row] = await test((db) => db.select().from(companies).where(eq(companies.externalId, externalId)));
  return row;
}

describe("an import that loses a lock", () => {
  afterEach(() => test((db) => db.execute(sql`drop sequence if exists losses cascade`)));

  /** Makes the next so many writes of payments fail as when a lock is lost. */
  async function lose(times: number, code: "55P03" | "40P01"): Promise<void> {
    await test(async (db) => {
      // A sequence keeps counting when a transaction is rolled back.
      await db.execute(sql`create sequence losses`);
      await db.execute(
        sql.raw(`create or replace function lose() returns trigger language plpgsql as $$ begin
          if to_regclass('losses') is null then return null; end if;
          if nextval('losses') <= ${times} then raise exception 'lost' using errcode = '${code}'; end if;
          return null;
        end $$`),
      );
      await db.execute(
        sql`create or replace trigger lose after insert on payments for each statement execute function lose()`,
      );
    });
  }

  const files = (key: string) => ({
    companies: [company({ external_id: `C-${key}` })],
    invoices: [invoice({ external_id: `A-${key}`, company: `C-${key}` })],
    "payments-received": [receipt({ external_id: `R-${key}`, company: `C-${key}`, invoice: `A-${key}` })],
  });

  it.each(["55P03", "40P01"] as const)("imports the file from its beginning again, once (%s)", async (code) => {
    const key = unique("k");
    await lose(4, code);
    const before = await recordsOf("payments-received.csv");
    const report = await importFiles(files(key));
    expect(report.ok).toBe(true);
    // Counts of the last try alone, without those of the failed tries.
    expect(counts(reportOf(report, "payments-received"))).toEqual({
      ...{ rows: 1, created: 1, updated: 0, unchanged: 0, bad: 0 },
    });
    const received = await paymentsOf((await companyOf(`C-${key}`))?.id ?? "");
    expect(received).toMatchObject([{ amountMinor: 10_000, parts: [{ amountMinor: 10_000, state: "applied" }] }]);
    expect((await invoiceOf(`A-${key}`)).balanceMinor).toBe(0);
    const after = await recordsOf("payments-received.csv");
    expect(after).toEqual({ runs: before.runs + 1, events: before.events + 1 });
  });

  it("five times gives up with the database's own message, and nothing of the file is imported", async () => {
    const key = unique("k");
    await lose(5, "55P03");
    const before = await recordsOf("payments-received.csv");
    const error: unknown = await importFiles(files(key)).catch((reason: unknown) => reason);
    expect(isLostLock(error)).toBe(true);
    // The files before it are imported.
    const { id = "" } = (await companyOf(`C-${key}`)) ?? {};
    expect((await invoiceOf(`A-${key}`)).balanceMinor).toBe(10_000);
    expect(await test((db) => db.select().from(payments).where(eq(payments.companyId, id)))).toEqual([]);
    expect(await recordsOf("payments-received.csv")).toEqual(before);
    // The next import takes the file in.
    expect((await importFiles(files(key))).ok).toBe(true);
    expect((await invoiceOf(`A-${key}`)).balanceMinor).toBe(0);
  });
});

it("an import that loses a real deadlock with a person who pays is repeated after them", async () => {
  const key = unique("k");
  const documents = ["A", "B"].map((name) => invoice({ external_id: `${name}-${key}`, company: `C-${key}` }));
  await importFiles({ companies: [company({ external_id: `C-${key}` })], invoices: documents });
  const ids = [(await invoiceOf(`A-${key}`)).id, (await invoiceOf(`B-${key}`)).id].sort();
  const rival = postgres(process.env.DATABASE_URL ?? "", { max: 1, onnotice: () => {} });
  const before = await recordsOf("invoices.csv");
  let report: ReturnType<typeof importFiles> | undefined;
  await rival.begin(async (db) => {
    // The import takes them in the order of their ids: it has the first when it waits for the second.
    await db`select 1 from invoices where id = ${ids[1] ?? ""} for update`;
    report = importFiles({ invoices: documents.map((row) => ({ ...row, po_number: "4500" })) });
    await vi.waitFor(
      async () => {
        const waiting = await test((system) =>
          system.execute(sql`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%from "invoices"%'`),
        );
        expect(waiting).toHaveLength(1);
      },
      { timeout: 20_000 },
    );
    // It waits longer, so the database chooses it as the victim.
    await db`select 1 from invoices where id = ${ids[0] ?? ""} for update`;
    await db`update invoices set memo = 'paid meanwhile' where id = ${ids[0] ?? ""}`;
  });
  await rival.end();
  const imported = await report;
  if (!imported) throw new Error("the import did not begin");
  expect(counts(reportOf(imported, "invoices"))).toMatchObject({ updated: 2, bad: 0 });
  for (const name of ["A", "B"]) expect((await invoiceOf(`${name}-${key}`)).poNumber).toBe("4500");
  const memos = await Promise.all(["A", "B"].map(async (name) => (await invoiceOf(`${name}-${key}`)).memo));
  expect(memos.filter((memo) => memo === "paid meanwhile")).toHaveLength(1);
  expect((await recordsOf("invoices.csv")).runs).toBe(before.runs + 1);
});
