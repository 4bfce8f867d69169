import type { ExtractTablesWithRelations } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase, PostgresJsSession, PostgresJsTransaction } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { Connections } from "./connections";
import * as schema from "./schema";
import { alone, type Client, inTransaction, type Opening } from "./transaction";

type Database = PostgresJsDatabase<typeof schema>;
/** A transaction of Drizzle: what queries and services work on. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

interface Pool {
  /** One statement in the role without any right. */
  sql: (strings: TemplateStringsArray, ...values: string[]) => PromiseLike<postgres.RowList<postgres.Row[]>>;
  db: Database;
  /** Runs `work` in a transaction that `opening` begins. */
  transaction<T>(opening: Opening, work: (db: Transaction) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

// Next bundles modules once per entry; the pool is shared through globalThis so that a process has one.
const shared = globalThis as typeof globalThis & { portalPool?: Pool };

/**
 * The pool. Every connection starts in a role without any right, so a query outside asViewer or asSystem fails.
 * Only db/viewer.ts uses it.
 */
export function pool(): Pool {
  shared.portalPool ??= open();
  return shared.portalPool;
}

/** What Drizzle's own classes ask for. */
type Relations = ConstructorParameters<typeof PostgresJsTransaction<typeof schema, Known>>[2];
type Known = ExtractTablesWithRelations<typeof schema>;

/** The driver's types call a transaction's client less than a client; Drizzle's own code does the same. */
const TransactionSession = PostgresJsSession as unknown as new (
  ...given: ConstructorParameters<typeof PostgresJsSession<postgres.Sql, typeof schema, Known>>
) => ConstructorParameters<typeof PostgresJsTransaction<typeof schema, Known>>[1];

function open(): Pool {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set");
  // Behind the web server somebody waits, who is told within two seconds; a script or the worker waits.
  const patienceMs = process.env.NEXT_RUNTIME ? 1_500 : 10_000;
  const connections = new Connections(url, Number(process.env.DATABASE_POOL_MAX || 10), patienceMs);
  const dialect = new PgDialect({ casing: "snake_case" });
  const begin = <T>(opening: Opening, work: (client: Client) => Promise<T>) =>
    inTransaction(connections, opening, work);
  const outside = {
    // drizzle() sets how values of some types are read; here each connection is told.
    options: { parsers: {}, serializers: {} },
    unsafe: (text: string, parameters: readonly unknown[] = []) => ({
      then: (...settle: Parameters<Promise<unknown>["then"]>) =>
        alone(connections, text, parameters, false).then(...settle),
      values: () => alone(connections, text, parameters, true),
    }),
    begin: <T>(work: (client: Client) => Promise<T>) => begin({ mode: "", plansOf: "none" }, work),
  } as unknown as postgres.Sql;
  const db = drizzle(outside, { schema, casing: "snake_case" });
  const relations = (db as unknown as { session: { schema: Relations } }).session.schema;
  return {
    sql: (strings, ...values) =>
      alone(
        connections,
        strings.reduce((text, part, place) => `${text}$${place}${part}`),
        values,
        false,
      ),
    db,
    transaction: (opening, work) =>
      begin(opening, (client) => {
        const session = new TransactionSession(client as never, dialect, relations, {});
        return work(new PostgresJsTransaction(dialect, session, relations));
      }),
    end: () => connections.end(),
  };
}

/** Ends the pool: at the end of a script, a worker or a test file. */
export async function closePool(): Promise<void> {
  const open = shared.portalPool;
  shared.portalPool = undefined;
  await open?.end();
}
