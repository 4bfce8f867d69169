import { readFileSync } from "node:fs";
import path from "node:path";
import postgres from "postgres";
import { expect, it, vi } from "vitest";
import { passableFolder, temporaryFolder } from "@/tests/support/temporary";
import { startDatabase } from "../../../../scripts/lib/database.mjs";
import { Processes } from "../../../../scripts/lib/processes.mjs";

const root = path.resolve(import.meta.dirname, "../../../..");
const alive = async (url: string) => {
  const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
  try {
    const [row] = await sql`select (select count(*)::int from kept) as rows`;
    return row?.rows as number;
  } catch {
    return null;
  } finally {
    await sql.end({ timeout: 1 });
  }
};
/** The server's own process: the parent of whatever serves a connection. */
async function serverPid(url: string): Promise<number> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [row] = await sql`select pg_backend_pid() as pid`;
    const status = readFileSync(`/proc/${row?.pid}/status`, "utf8");
    const pid = Number(/^PPid:\s*(\d+)$/m.exec(status)?.[1]);
    // A kill of 0 would end the group of this very process.
    if (!(pid > 1)) throw new Error(`the backend ${row?.pid} has no parent`);
    return pid;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

it("a database of the starter that is killed comes back under its address with what it held, also a fresh one", async () => {
  const said = vi.spyOn(console, "log").mockImplementation(() => {});
  const folder = path.join(passableFolder(), "postgres");
  const processes = new Processes(root, path.join(temporaryFolder(), "logs"));
  try {
    const url = await startDatabase(processes, process.env, folder, true);
    const sql = postgres(url, { max: 1, onnotice: () => {} });
    await sql`create table kept as select generate_series(1, 7)`;
    await sql.end();
    processes.keepRunning();
    const first = await serverPid(url);
    process.kill(first, "SIGKILL");
    await expect
      .poll(() => said.mock.calls.flat().join(), { timeout: 30_000 })
      .toMatch(/The database stopped unexpectedly/);
    await expect.poll(() => alive(url), { timeout: 30_000 }).toBe(7);
    expect(await serverPid(url)).not.toBe(first);
  } finally {
    await processes.stopAll();
    said.mockRestore();
  }
}, 90_000);
