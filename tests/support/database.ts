import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { afterAll, inject, vi } from "vitest";
import { closeToOthers } from "@/db/logins";
import { dropDatabase } from "./drop-database";
import { webUrlOf } from "./web-url";

// Works only inside Next's server, like "next/headers", and tells the browser alone something.
vi.mock("next/cache", () => ({ refresh: () => {} }));

/*
 * Setup of every integration test file: a database of its own with both brands, cloned from the migrated template, and
 * set in the environment before the file imports anything.
 */
const ownerUrl = inject("adminUrl");
const name = `t_${randomBytes(8).toString("hex")}`;

const admin = postgres(ownerUrl, { max: 1, onnotice: () => {} });
await admin.unsafe(`create database ${name} template portal_template`);
await admin.end();

const filesDir = path.join(tmpdir(), `portal-files-${name}`);
const url = new URL(ownerUrl);
url.pathname = `/${name}`;

// Rights of a database are not copied with its template.
const owner = postgres(url.href, { max: 1, onnotice: () => {} });
await closeToOthers(owner);
await owner.end();

Object.assign(process.env, {
  DATABASE_URL: url.href,
  DATABASE_WEB_URL: webUrlOf(url.href),
  DATABASE_POOL_MAX: "12",
  AUTH_SECRET: inject("authSecret"),
  MAIL_TOKEN_KEY: randomBytes(32).toString("hex"),
  // Nothing listens there: a test of payments sets STRIPE_BASE_URL to its own sandbox before the environment is read.
  STRIPE_BASE_URL: "http://127.0.0.1:9",
  STRIPE_CHECKOUT_ORIGIN: "http://127.0.0.1:9",
  STRIPE_SECRET_KEY_CIMSOFT: "sk_test_cimsoft",
  STRIPE_WEBHOOK_SECRET_CIMSOFT: "whsec_cimsoft_new,whsec_cimsoft_old",
  STRIPE_SECRET_KEY_INSOURCE: "sk_test_insource",
  STRIPE_WEBHOOK_SECRET_INSOURCE: "whsec_insource_only",
  FILES_DIR: filesDir,
  LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
});

afterAll(async () => {
  const { closePool } = await import("@/db/client");
  await closePool();
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  await dropDatabase(sql, name);
  await sql.end();
  await rm(filesDir, { recursive: true, force: true });
});
