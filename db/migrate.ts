import path from "node:path";
import { notInArray } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { drizzle } from "drizzle-orm/postgres-js";
import { runMigrations } from "graphile-worker";
import postgres from "postgres";
import { storedKey } from "./binding";
import { closeToOthers, makeLogin } from "./logins";
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
 * Brings a database up to date: roles, extension, the tables of the job queue, then drizzle/, the login of
 * DATABASE_WEB_URL where that is set, the keys by which viewers are bound (from AUTH_SECRET), and the brands. An advisory
 * lock makes it safe to run from several processes at once, and it can be run again. The connecting user becomes the
 * owner and needs CREATEROLE once.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const prefix = rolePrefix();
  const keys = [process.env.AUTH_SECRET, process.env.AUTH_SECRET_PREVIOUS].flatMap((secret) =>
    secret ? storedKey(secret) : [],
  );
  if (keys.length === 0) throw new Error("Set AUTH_SECRET as the portal's processes have it: viewers are bound by it.");
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
        statement.replaceAll(/"?\bportal_(client|staff|gate|none)\b"?/g, `"${prefix}_$1"`),
      ),
    }));
    await db.dialect.migrate(migrations, db.session, { migrationsFolder });
    const owner = drizzle(client, { casing: "snake_case" });
    await owner.transaction(async (tx) => {
      await tx.insert(schema.viewerKeys).values(keys).onConflictDoNothing();
      // No process of this deployment uses another secret any more.
      await tx.delete(schema.viewerKeys).where(
        notInArray(
          schema.viewerKeys.id,
          keys.map(({ id }) => id),
        ),
      );
    });
    await closeToOthers(client);
    if (process.env.DATABASE_WEB_URL) await makeLogin(client, process.env.DATABASE_WEB_URL, url, prefix);
    await owner.transaction(seedBrands);
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
