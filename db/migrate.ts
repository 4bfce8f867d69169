import path from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/postgres-js";
import { runMigrations } from "graphile-worker";
import postgres from "postgres";
import { roleNames, rolePrefix } from "./roles";
import * as schema from "./schema";
import { seedBrands } from "./seed/brands";

/** Key of the `pg_advisory_lock` that all migrations of this product take on a database. */
const MIGRATION_LOCK = 7_406_112_390;

interface Migrator {
  dialect: { migrate(migrations: unknown, session: unknown, config: { migrationsFolder: string }): Promise<void> };
  session: unknown;
}

/**
 * Brings a database up to date: roles, extension, the tables of the job queue, then drizzle/ and the brands. An
 * advisory lock makes it safe to run from several processes at once, and it can be run again. The connecting user
 * becomes the owner and needs CREATEROLE once.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const prefix = rolePrefix();
  const client = postgres(url, { max: 1, onnotice: () => {}, connection: { application_name: "portal-migrate" } });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await createRoles(client, prefix);
    await client`create extension if not exists pg_trgm`;
    await runMigrations({ connectionString: url });
    const db = drizzle(client, { casing: "snake_case" }) as unknown as Migrator;
    const migrationsFolder = path.resolve(import.meta.dirname, "../drizzle");
    const migrations = readMigrationFiles({ migrationsFolder }).map((migration) => ({
      ...migration,
      sql: migration.sql.map((statement) =>
        statement.replaceAll(/"?\bportal_(client|staff|none)\b"?/g, `"${prefix}_$1"`),
      ),
    }));
    await db.dialect.migrate(migrations, db.session, { migrationsFolder });
    await drizzle(client, { schema, casing: "snake_case" }).transaction(seedBrands);
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Roles belong to the cluster, and two databases may create them at once, so an existing role is no error. */
async function createRoles(client: postgres.Sql, prefix: string): Promise<void> {
  for (const name of Object.values(roleNames(prefix))) {
    await client.unsafe(`
      do $$ begin
        if not exists (select from pg_roles where rolname = '${name}') then create role "${name}" nologin; end if;
      exception when duplicate_object or unique_violation then null;
      end $$`);
    // SET ROLE needs membership. From PostgreSQL 16 on, creating a role no longer implies it.
    const member = await client.unsafe(`select pg_has_role(session_user, '${name}', 'MEMBER') as yes`);
    if (!member[0]?.yes) {
      await client.unsafe(
        `do $$ begin grant "${name}" to session_user; exception when unique_violation then null; end $$`,
      );
    }
  }
}
