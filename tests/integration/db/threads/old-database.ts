import { randomBytes } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { runMigrations } from "graphile-worker";
import postgres from "postgres";
import { inject } from "vitest";
import { dropDatabase } from "../../../support/drop-database";
import { temporaryFolder } from "../../../support/temporary";

/** A row as the database writes it in JSON. */
export type Row = Readonly<Record<string, unknown>>;

export type Tables = ReadonlyMap<string, readonly Row[]>;

export function rowsOf(tables: Tables, table: string): readonly Row[] {
  const rows = tables.get(table);
  if (!rows) throw new Error(`There is no table ${table}`);
  return rows;
}

/** What before.json.gz holds: rows by table, each table behind those that it refers to, and the last numbers given. */
interface Fixture {
  readonly commit: string;
  /** The day, as its data is relative to it. */
  readonly day: string;
  readonly sequences: Readonly<Record<"case_numbers" | "request_numbers", number>>;
  readonly tables: Readonly<Record<string, readonly Row[]>>;
}

export interface OldDatabase {
  readonly url: string;
  /** Its owner's connection. */
  readonly sql: postgres.Sql;
  drop(): Promise<void>;
}

/** The last migration of commit e524c86. */
const LAST = 10;
const DRIZZLE = path.resolve(import.meta.dirname, "../../../../drizzle");

export const fixture = JSON.parse(
  gunzipSync(readFileSync(path.join(import.meta.dirname, "before.json.gz"))).toString(),
) as Fixture;

/** A database as commit e524c86 made it, with the demo's rows of that commit in it. */
export async function makeOldDatabase(): Promise<OldDatabase> {
  const name = `t_${randomBytes(8).toString("hex")}`;
  const admin = postgres(inject("adminUrl"), { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const url = new URL(inject("adminUrl"));
  url.pathname = `/${name}`;
  const sql = postgres(url.href, { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } });
  await sql`create extension pg_trgm`;
  await runMigrations({ connectionString: url.href });
  await migrate(drizzle(sql), { migrationsFolder: oldMigrations() });
  await load(sql);
  return {
    url: url.href,
    sql,
    async drop() {
      await sql.end();
      await dropDatabase(admin, name);
      await admin.end();
    },
  };
}

/** A folder of the migrations that drizzle/ had at that commit. */
function oldMigrations(): string {
  const folder = temporaryFolder();
  const journal = JSON.parse(readFileSync(path.join(DRIZZLE, "meta/_journal.json"), "utf8")) as {
    entries: { idx: number; tag: string }[];
  };
  const entries = journal.entries.filter(({ idx }) => idx <= LAST);
  mkdirSync(path.join(folder, "meta"));
  writeFileSync(path.join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
  for (const { tag } of entries) copyFileSync(path.join(DRIZZLE, `${tag}.sql`), path.join(folder, `${tag}.sql`));
  return folder;
}

/** Inserts the rows unchanged, with triggers switched off. Each table in a transaction of its own. */
async function load(sql: postgres.Sql): Promise<void> {
  for (const [table, rows] of Object.entries(fixture.tables)) {
    const columns = Object.keys(rows[0] ?? {}).map((column) => `"${column}"`);
    if (columns.length === 0) continue;
    await sql.begin(async (tx) => {
      await tx.unsafe(`alter table ${table} disable trigger user`);
      await tx.unsafe(
        `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1::text::jsonb)`,
        [JSON.stringify(rows)],
      );
      await tx.unsafe(`alter table ${table} enable trigger user`);
    });
  }
  for (const [sequence, last] of Object.entries(fixture.sequences)) await sql`select setval(${sequence}, ${last})`;
}

/** All rows of all tables of the product, by table, and what waits for the worker. */
export async function readAll(sql: postgres.Sql): Promise<Tables> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`;
  const all = new Map<string, readonly Row[]>();
  for (const name of [...tables.map((table) => table.name), "graphile_worker.jobs"]) {
    const rows = await sql.unsafe<{ row: Row }[]>(
      `select to_jsonb(t) as row from ${name} t order by to_jsonb(t)::text`,
    );
    all.set(
      name,
      rows.map(({ row }) => row),
    );
  }
  return all;
}
