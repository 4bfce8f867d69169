import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EmbeddedDatabase, startEmbedded } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";
import { passableFolder } from "@/tests/support/temporary";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const run = promisify(execFile);
/** The programs of the database come with no package of npm, and older ones than the server refuse it. */
const hasPrograms = ["pg_dump", "pg_restore", "psql"].every((name) => {
  const { stdout } = spawnSync(name, ["--version"], { encoding: "utf8" });
  return Number(/(\d+)(\.\d+)*/.exec(stdout ?? "")?.[1] ?? 0) >= 15;
});

const starting = (folder: string) => startEmbedded({ dir: path.join(folder, "postgres"), fast: true, log: () => {} });
const ask = async <T>(url: string, work: (sql: postgres.Sql) => Promise<T>) => {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
};

describe.skipIf(!hasPrograms)("a backup", () => {
  const [here, there, folder] = [passableFolder(), passableFolder(), passableFolder()];
  const [files, again, backups] = ["files", "again", "backups"].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  /** Two clusters: the roles of the first are not known to the second. */
  let from: EmbeddedDatabase;
  let into: EmbeddedDatabase;
  let backup = "";
  const script = (name: string, argument: string, url: string, filesDir: string) =>
    run(path.join(ROOT, "deploy", name), [argument], {
      env: {
        ...process.env,
        DATABASE_URL: url,
        FILES_DIR: filesDir,
        PORTAL_ROLE_PREFIX: process.env.PORTAL_ROLE_PREFIX,
      },
    });

  beforeAll(async () => {
    [from, into] = [await starting(here), await starting(there)];
    await migrateDatabase(from.url);
    await ask(from.url, async (sql) => {
      await sql`insert into outbox (id, brand, kind, to_address, props, dedupe_key)
        select gen_random_uuid(), 'cimsoft', 'x', n || '@client.example', '{}', n::text from generate_series(1, 50) n`;
    });
    mkdirSync(path.join(files, "ab"), { recursive: true });
    mkdirSync(path.join(files, "incoming"), { recursive: true });
    writeFileSync(path.join(files, "ab", "abcdefgh"), "bytes of a file");
    writeFileSync(path.join(files, "incoming", "half.part"), "half");
    backup = (await script("backup.sh", backups, from.url, files)).stdout.trim();
  }, 120_000);
  afterAll(async () => {
    await from?.stop();
    await into?.stop();
  });

  it("holds database and files under one name, and nothing half-made", () => {
    expect(readdirSync(backup).sort()).toEqual(["SHA256SUMS", "database.dump", "files.tar"]);
    expect(readdirSync(backups)).toEqual([path.basename(backup)]);
  });

  it("of which a byte was changed is not restored", async () => {
    const broken = path.join(folder, "broken");
    await run("cp", ["-r", backup, broken]);
    writeFileSync(path.join(broken, "files.tar"), "x", { flag: "a" });
    await expect(script("restore.sh", broken, into.url, again)).rejects.toThrow(/did NOT match/);
  });

  it("is restored into another cluster with every row, policy and file, and a second time into neither", async () => {
    await script("restore.sh", backup, into.url, again);
    const count = (sql: postgres.Sql) => sql`select
      (select count(*)::int from outbox) as mails,
      (select count(*)::int from pg_policies) as policies,
      (select count(*)::int from graphile_worker.jobs) as jobs,
      (select count(*)::int from information_schema.role_table_grants where grantee like '%_client') as grants`;
    const [before] = await ask(from.url, count);
    const [after] = await ask(into.url, count);
    expect(after).toEqual(before);
    expect(after).toMatchObject({ mails: 50, jobs: 50 });
    expect(readFileSync(path.join(again, "ab", "abcdefgh"), "utf8")).toBe("bytes of a file");
    expect(readdirSync(again)).toEqual(["ab"]);
    // What the portal does next: nothing is missing, so nothing is done.
    await migrateDatabase(into.url);
    await expect(script("restore.sh", backup, into.url, again)).rejects.toThrow(/not empty/);
  });
});
