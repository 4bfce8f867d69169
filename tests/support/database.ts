import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, inject } from "vitest";

/*
 * Setup of every integration test file: a database of its own, cloned from the migrated template, named in the
 * environment before the file imports anything. Both brands are in it.
 */
const ownerUrl = inject("adminUrl");
const name = `t_${randomBytes(8).toString("hex")}`;

const admin = postgres(ownerUrl, { max: 1, onnotice: () => {} });
await admin.unsafe(`create database ${name} template portal_template`);
await admin.end();

const url = new URL(ownerUrl);
url.pathname = `/${name}`;
Object.assign(process.env, {
  DATABASE_URL: url.href,
  DATABASE_POOL_MAX: "12",
  AUTH_SECRET: randomBytes(32).toString("hex"),
  MAIL_TOKEN_KEY: randomBytes(32).toString("hex"),
  LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
});

afterAll(async () => {
  const { closePool } = await import("@/db/client");
  await closePool();
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  await sql.unsafe(`drop database if exists ${name} with (force)`);
  await sql.end();
});
