import { randomBytes } from "node:crypto";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../../db/embedded";
import { migrateDatabase } from "../../db/migrate";
import { acquireLock } from "../../scripts/lib/lock.mjs";
import { dropDatabase } from "./drop-database";
import { webUrlOf } from "./web-url";

declare module "vitest" {
  interface ProvidedContext {
    /**
     * URL of role `portal`, which owns the template and may create databases, for a database that is not under test.
     */
    adminUrl: string;
    /** AUTH_SECRET of every test file: the template has the key that viewers are bound by. */
    authSecret: string;
  }
}

const TEMPLATE = "portal_template";

/**
 * Starts a PostgreSQL for this run with a migrated database `portal_template`, which each test file clones; nobody
 * stays connected to it. Runs at the same time in one checkout have servers of their own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { folder, release } = takeSlot(path.resolve(import.meta.dirname, "../../.data/test-postgres"));
  const database = await startEmbedded({ dir: folder, fast: true, log: console.log });
  try {
    process.env.AUTH_SECRET = randomBytes(32).toString("hex");
    await prepareTemplate(database.url);
  } catch (error) {
    await database.stop();
    throw error;
  }
  project.provide("adminUrl", database.url);
  project.provide("authSecret", process.env.AUTH_SECRET);
  return async () => {
    await database.stop();
    release();
  };
}

/**
 * The first of the numbered folders that no other run uses. Their clusters are kept, because making one takes a second.
 */
function takeSlot(base: string): { folder: string; release: () => void } {
  for (let number = 1; ; number++) {
    const lock = acquireLock(base, `slot-${number}`);
    if (lock.held) return { folder: path.join(base, String(number)), release: lock.release };
  }
}

async function prepareTemplate(adminUrl: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    // Databases that killed runs have left, and templates of an earlier state of the migrations.
    const left = await admin<{ datname: string }[]>`
      select datname from pg_database where not datistemplate and datname not in ('postgres', 'portal')`;
    for (const { datname } of left) await dropDatabase(admin, datname);
    await admin`create database ${admin(TEMPLATE)}`;
  } finally {
    await admin.end({ timeout: 5 });
  }
  const url = new URL(adminUrl);
  url.pathname = `/${TEMPLATE}`;
  process.env.DATABASE_WEB_URL = webUrlOf(url.href);
  await migrateDatabase(url.href);
}
