import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { roleNames, rolePrefix } from "./roles";
import * as schema from "./schema";

type Database = PostgresJsDatabase<typeof schema>;
/** A transaction of Drizzle: what queries and services work on. */
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

interface Pool {
  sql: postgres.Sql;
  db: Database;
}

// Next bundles modules once per entry; the pool is shared through globalThis so that a process has one.
const shared = globalThis as typeof globalThis & { portalPool?: Pool };

/**
 * The pool. Every connection starts in a role without any right, so a query outside asViewer or asSystem fails.
 * Only db/viewer.ts uses it.
 */
export function pool(): Pool {
  if (shared.portalPool) return shared.portalPool;
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set");
  const sql = postgres(url, {
    max: Number(process.env.DATABASE_POOL_MAX || 10),
    connect_timeout: 10,
    onnotice: () => {},
    connection: {
      application_name: process.env.PORTAL_PROCESS ?? "portal",
      role: roleNames(rolePrefix()).none,
      TimeZone: "UTC",
      statement_timeout: 30_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
    },
  });
  shared.portalPool = { sql, db: drizzle(sql, { schema, casing: "snake_case" }) };
  return shared.portalPool;
}

/** Ends the pool: at the end of a script, a worker or a test file. */
export async function closePool(): Promise<void> {
  const open = shared.portalPool;
  shared.portalPool = undefined;
  await open?.sql.end({ timeout: 5 });
}
