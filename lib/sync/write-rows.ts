import { type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { FileRun } from "./file-kind";

/** The column of a field, as the tables of db/schema are cased: `issuedOn` -> `issued_on`. */
const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const listed = (columns: readonly string[]): SQL => sql.raw(columns.map((column) => `"${column}"`).join(", "));

/** The values of a row by column. Filled in a loop, because it is made for each row of a file. */
function cellsOf(row: Readonly<Record<string, unknown>>, columns: readonly (readonly [string, string])[]) {
  const cells: Record<string, unknown> = {};
  for (const [field, column] of columns) cells[column] = row[field] ?? null;
  return cells;
}

/**
 * Writes rows in one statement: a row is inserted, or gives its `fields` to the stored row with the same values of
 * `target`. Every row has the same fields. The rows go to the database as one JSON text, because a parameter for each
 * value takes longer to be sent and read than the rows take to be written. While the database works, the next rows of
 * the file are read.
 */
export async function writeRows<Row extends Readonly<Record<string, unknown>>>(
  run: Pick<FileRun<unknown>, "db" | "readAhead">,
  table: PgTable,
  rows: readonly Row[],
  fields: readonly (keyof Row & string)[],
  target: readonly (keyof Row & string)[] = ["id"],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).map((field) => [field, columnOf(field)] as const);
  const json = JSON.stringify(rows.map((row) => cellsOf(row, columns)));
  const all = listed(columns.map(([, column]) => column));
  const set = sql.raw(fields.map((field) => `"${columnOf(field)}" = excluded."${columnOf(field)}"`).join(", "));
  const written = Promise.resolve(
    run.db.execute(sql`insert into ${table} (${all})
      select ${all} from json_populate_recordset(null::${table}, ${json}::json)
      on conflict (${listed(target.map(columnOf))}) do update set ${set}`),
  );
  // After the statement has left: reading takes the processor.
  setImmediate(run.readAhead);
  await written;
}
