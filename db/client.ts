import { PgDialect } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsDatabase, PostgresJsSession, PostgresJsTransaction } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { webAddress } from "./address";
import { Connections } from "./connections";
import { roleNames, rolePrefix } from "./roles";
import { type Answers, alone, type Client, inTransaction, type Opening } from "./transaction";

/**
 * Without the schema, which only Drizzle's relational queries need: for each transaction it would prepare one of every
 * table.
 */
type Database = PostgresJsDatabase;
/** A transaction of Drizzle: what queries and services work on. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** A part of a transaction: see Scope in db/transaction.ts. */
export interface Part {
  readonly db: Transaction;
  end(): void;
}

/** Begins a part of a transaction. */
export type BeginPart = (opening: Omit<Opening, "mode">, answers: Answers) => Part;

export interface Pool {
  /** Runs one statement outside of runAsViewer, asGate and asSystem, without any right. */
  sql: (strings: TemplateStringsArray, ...values: string[]) => PromiseLike<postgres.RowList<postgres.Row[]>>;
  db: Database;
  /** Runs `work` in a transaction that `opening` begins. */
  transaction<T>(opening: Opening, work: (db: Transaction, part: BeginPart) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

// Next bundles a module once for each entry point. The pools are kept on globalThis, so that a process has one pool for
// each address.
const shared = globalThis as typeof globalThis & { portalPools?: Map<string, Pool> };

/**
 * The pool for viewers and the gate, with the login that owns nothing if there is one (DATABASE_WEB_URL). Its connections
 * have no right outside of runAsViewer and asGate, so a query that forgets both fails. Only db/viewer.ts uses it.
 */
export function pool(): Pool {
  const { url, ownsNothing } = webAddress();
  return poolOf(url, ownsNothing);
}

/** The pool with the owner's login, whose address the web process does not have. Only db/viewer.ts uses it. */
export function ownerPool(): Pool {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set, so this process cannot use asSystem");
  return poolOf(url, false);
}

function poolOf(url: string, ownsNothing: boolean): Pool {
  shared.portalPools ??= new Map();
  const open = shared.portalPools.get(url) ?? openPool(url, ownsNothing);
  shared.portalPools.set(url, open);
  return open;
}

/** What Drizzle's own classes know of the tables: nothing. */
type Known = Record<string, never>;

/**
 * The driver gives the client of a transaction a narrower type than a client. The cast lets a session take it, as
 * Drizzle's own code does.
 */
const TransactionSession = PostgresJsSession as unknown as new (
  ...given: ConstructorParameters<typeof PostgresJsSession<postgres.Sql, Known, Known>>
) => ConstructorParameters<typeof PostgresJsTransaction<Known, Known>>[1];

function openPool(url: string, ownsNothing: boolean): Pool {
  // An owner's connection starts in a role without any right; a login that owns nothing has none by itself.
  const role = ownsNothing ? null : roleNames(rolePrefix()).none;
  const connections = new Connections(url, role, Number(process.env.DATABASE_POOL_MAX || 10));
  const dialect = new PgDialect({ casing: "snake_case" });
  const begin = <T>(opening: Opening, work: (client: Client) => Promise<T>) =>
    inTransaction(connections, opening, work);
  const outside = {
    // drizzle() sets parsers and serializers on the client that it is given. Here leaveValuesToDrizzle sets them on
    // each connection instead.
    options: { parsers: {}, serializers: {} },
    unsafe: (text: string, parameters: readonly unknown[] = []) => ({
      then: (...settle: Parameters<Promise<unknown>["then"]>) =>
        alone(connections, text, parameters, false).then(...settle),
      values: () => alone(connections, text, parameters, true),
    }),
    begin: <T>(work: (client: Client) => Promise<T>) => begin({ mode: "", plansOf: "none" }, work),
  } as unknown as postgres.Sql;
  const db = drizzle(outside, { casing: "snake_case" });
  const transactionOf = (client: Client): Transaction =>
    new PostgresJsTransaction(dialect, new TransactionSession(client as never, dialect, undefined, {}), undefined);
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
      begin(opening, (client) =>
        work(transactionOf(client), (next, answers) => {
          const part = client.part(next, answers);
          return { db: transactionOf(part), end: () => part.end() };
        }),
      ),
    end: () => connections.end(),
  };
}

/** Ends the pools: at the end of a script, a worker or a test file. */
export async function closePool(): Promise<void> {
  const open = [...(shared.portalPools?.values() ?? [])];
  shared.portalPools?.clear();
  await Promise.all(open.map((one) => one.end()));
}
