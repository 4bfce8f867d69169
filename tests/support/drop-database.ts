import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";

const PATIENCE_MS = 30_000;

/**
 * Drops a test database with all its connections. An autovacuum worker may be connected just then; PostgreSQL lets only
 * superusers end it (error 42501), so the drop is repeated until the worker is done. Throws PostgresError.
 */
export async function dropDatabase(sql: Sql, name: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      await sql`drop database if exists ${sql(name)} with (force)`;
      return;
    } catch (error) {
      const isVacuumed = (error as { code?: unknown }).code === "42501";
      if (!isVacuumed || performance.now() > deadline) throw error;
      await delay(200);
    }
  }
}
