import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { eq, like, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { companies, importRuns, invoices } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { importFolder } from "@/lib/sync/import";
import { company, counts, type Files, folderWith, invoice, reportOf } from "./folder";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const PROCESS = "import-under-test";

/** The command that operators use, without npm around it so that a signal reaches it. */
function start(...args: string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ["--import", "tsx", "scripts/import.ts", ...args], {
    cwd: ROOT,
    env: { ...process.env, PORTAL_PROCESS: PROCESS },
  });
}

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = start(...args);
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out, err };
}

const countInvoices = (prefix: string) =>
  asSystem(
    "test",
    async (db) =>
      (
        await db
          .select({ id: invoices.id })
          .from(invoices)
          .where(like(invoices.externalId, `${prefix}%`))
      ).length,
  );

/** Connections of the command that the database still has. */
const connections = () =>
  asSystem("test", async (db) => {
    const rows = await db.execute(
      sql`select pid from pg_stat_activity where application_name = ${PROCESS} and datname = current_database()`,
    );
    return rows.length;
  });

describe("npm run import", () => {
  it("prints what was imported and what was not, one line a finding, and exits 1 on a bad row", async () => {
    const files: Files = {
      companies: [company({ external_id: "CLI-1" }), company({ external_id: "CLI-2", name: "" })],
    };
    const { code, out } = await run(await folderWith(files));
    expect(code).toBe(1);
    expect(out).toContain("2 rows, 1 created, 0 updated, 0 unchanged, 1 bad");
    expect(out.split("\n")).toContain("companies.csv:3 name: The cell is empty, and nothing is stored yet.");
  });

  it("exits 0 without findings, and stores nothing with --dry-run", async () => {
    const folder = await folderWith({ companies: [company({ external_id: "CLI-3" })] });
    expect(await run(folder, "--dry-run")).toMatchObject({ code: 0, out: expect.stringContaining("Dry run") });
    const found = () => asSystem("test", (db) => db.select().from(companies).where(eq(companies.externalId, "CLI-3")));
    expect(await found()).toHaveLength(0);
    expect(await run(folder)).toMatchObject({ code: 0 });
    expect(await found()).toHaveLength(1);
  });

  it("exits 1 on a bad row under --all-or-nothing without importing the file", async () => {
    const rows = [company({ external_id: "CLI-4" }), company({ external_id: "CLI-5", name: "" })];
    const { code, out } = await run(await folderWith({ companies: rows }), "--all-or-nothing");
    expect(code).toBe(1);
    expect(out).toContain("not in");
    const found = await asSystem("test", (db) => db.select().from(companies).where(eq(companies.externalId, "CLI-4")));
    expect(found).toEqual([]);
  });

  it("prints its usage when it is called wrongly, and names a folder that is not there", async () => {
    const [wrong, nowhere] = await Promise.all([run("folder", "--wrong"), run("/nowhere/at/all")]);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("npm run import -- <folder>") });
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining("no such file or directory") });
  });

  it("imports a file as a whole or not at all when it is killed in the middle", async () => {
    const rows = 4_000;
    const folder = await folderWith({
      companies: [company({ external_id: "KILL" })],
      invoices: Array.from({ length: rows }, (_, index) => invoice({ external_id: `KILL-${index}`, company: "KILL" })),
    });
    const child = start(folder);
    const died = once(child, "close");
    await new Promise<void>((resolve, reject) => {
      let text = "";
      child.stderr.on("data", (chunk: Buffer) => {
        text += chunk.toString();
        if (text.includes("invoices.csv: 2000 rows read")) resolve();
      });
      child.on("close", () => reject(new Error(`it ended by itself: ${text}`)));
    });
    child.kill("SIGKILL");
    await died;
    await vi.waitFor(async () => expect(await connections()).toBe(0), { timeout: 20_000 });
    expect(await countInvoices("KILL-")).toBe(0);
    const runs = await asSystem("test", (db) =>
      db.select().from(importRuns).where(eq(importRuns.file, "invoices.csv")),
    );
    expect(runs).toEqual([]);
    const first = await asSystem("test", (db) => db.select().from(companies).where(eq(companies.externalId, "KILL")));
    expect(first).toHaveLength(1);

    const report = await importFolder(folder, { dryRun: false, allOrNothing: true });
    expect(counts(reportOf(report, "companies"))).toMatchObject({ unchanged: 1 });
    expect(counts(reportOf(report, "invoices"))).toMatchObject({ created: rows, bad: 0 });
    expect(await countInvoices("KILL-")).toBe(rows);
  }, 240_000);
});
