import { setTimeout as delay } from "node:timers/promises";
import type { Sql } from "postgres";

const PATIENCE_MS = 30_000;

/**
 * Drops a database of a test with whoever is connected. An autovacuum worker may be at it just then: a superuser's process,
 * which PostgreSQL refuses to end for anybody else (42501), and which is done within moments. Throws PostgresError.
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
