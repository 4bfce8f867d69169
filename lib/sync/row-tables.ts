import { sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { plannedAnew } from "@/db/plans";
import type { Line } from "./file-kind";

/*
 * What an import must remember of a file for longer than one batch is kept in temporary tables of its transaction, so
 * that the memory it needs does not depend on the length of the file.
 */

export async function createRowTables(db: Transaction): Promise<void> {
  await db.execute(
    sql`create temporary table import_seen (key text primary key, line bigint not null, facts text not null) on commit drop`,
  );
  await db.execute(
    sql`create temporary table import_deferred (line bigint primary key, row jsonb not null) on commit drop`,
  );
}

export interface FirstSeen {
  readonly line: number;
  readonly key: readonly string[];
  readonly facts: readonly string[];
}

/**
 * Stores keys. Returns, by line, the entries whose key an earlier line had: that line, and whether its facts differ.
 */
export async function firstSeen(
  db: Transaction,
  entries: readonly FirstSeen[],
): Promise<Map<number, { line: number; differs: boolean }>> {
  if (entries.length === 0) return new Map();
  const rows = JSON.stringify(
    entries.map(({ line, key, facts }) => ({ line, key: JSON.stringify(key), facts: JSON.stringify(facts) })),
  );
  // The select does not see what the insert of the same statement adds, so the first of this batch are looked up too.
  // Planned anew, because the table grows from nothing to all rows of the file.
  const seen = await db.execute<{ line: string; first: string; differs: boolean }>(sql`
    with given as materialized (
      select line, key, facts from json_to_recordset(${rows}::json) as given(line bigint, key text, facts text)
    ), batch as materialized (
      select distinct on (key) key, line, facts from given order by key, line
    ), added as (
      insert into import_seen (key, line, facts) select key, line, facts from batch on conflict (key) do nothing
    )
    select given.line, coalesce(seen.line, batch.line) as first, coalesce(seen.facts, batch.facts) <> given.facts as differs
    from given join batch using (key) left join import_seen seen using (key)
    where coalesce(seen.line, batch.line) <> given.line and ${plannedAnew}`);
  return new Map(seen.map(({ line, first, differs }) => [Number(line), { line: Number(first), differs }]));
}

/** Stores rows for the end of the file. */
export async function spoolRows<Row>(db: Transaction, lines: readonly Line<Row>[]): Promise<void> {
  if (lines.length === 0) return;
  await db.execute(sql`
    insert into import_deferred (line, row)
    select line, row from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as given(line bigint, row jsonb)`);
}

/**
 * Takes the next stored rows out, in the order of the file. Their values are text, numbers and booleans, which JSON
 * does not change.
 */
export async function takeSpooled<Row>(db: Transaction, limit: number): Promise<Line<Row>[]> {
  const taken = await db.execute<{ line: string; row: Row | string }>(sql`
    with taken as (select line from import_deferred order by line limit ${limit})
    delete from import_deferred using taken where import_deferred.line = taken.line returning import_deferred.line, row`);
  return taken
    .map(({ line, row }) => ({ line: Number(line), row: (typeof row === "string" ? JSON.parse(row) : row) as Row }))
    .sort((a, b) => a.line - b.line);
}
