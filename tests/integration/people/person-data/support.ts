import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { asSystem } from "@/db/viewer";

/** Every column of text of the database in which one of the words stands: read from the catalogue, so that a new table is among them. */
export async function whereFound(words: readonly string[]): Promise<string[]> {
  return asSystem("test: the scan of every text column", async (db) => {
    const columns = await db.execute<{ place: string; name: string }>(sql`
      select format('%I.%I', n.nspname, c.relname) as place, quote_ident(a.attname) as name
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname in ('public', 'graphile_worker') and a.attnum > 0 and not a.attisdropped
        and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text[]'::regtype, 'tsvector'::regtype)`);
    expect(columns.length).toBeGreaterThan(150);
    const found: string[] = [];
    for (const { place, name } of columns) {
      const any = sql.join(
        words.map((word) => sql`position(${word.toLowerCase()} in lower(${sql.raw(name)}::text)) > 0`),
        sql` or `,
      );
      const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n from ${sql.raw(place)} where ${any}`);
      if ((row?.n ?? 0) > 0) found.push(`${place}.${name}`);
    }
    return found;
  });
}
