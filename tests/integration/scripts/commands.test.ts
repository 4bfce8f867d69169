import { writeFile } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { BRANDS } from "@/db/seed/brands";
import { asSystem } from "@/db/viewer";
import { parseEnv } from "@/lib/env";
import { runScript as run } from "../../support/command";
import { temporaryFolder } from "../../support/temporary";
import { unique } from "../../support/world";

async function brandFile(over: Record<string, unknown>): Promise<string> {
  const file = path.join(temporaryFolder(), "brand.json");
  await writeFile(file, JSON.stringify({ ...BRANDS[0], key: "northwind", origin: "https://n.example", ...over }));
  return file;
}

describe("an error of the database", () => {
  const NAME = "Refused Name";

  it.each([
    [
      "staff",
      async () => [
        "add",
        `${unique("new")}@portal.example`,
        "--name",
        NAME,
        "--role",
        "marketing",
        "--brand",
        "cimsoft",
      ],
    ],
    ["brand", async () => [await brandFile({ name: NAME })]],
  ])("is printed by npm run %s without SQL and values", async (script, argumentsOf) => {
    const table = sql.identifier(script === "staff" ? "staff" : "brands");
    await asSystem("test world", (db) =>
      db.execute(sql`alter table ${table} add constraint no_such_name check (name <> ${sql.raw(`'${NAME}'`)})`),
    );
    const { code, out, err } = await run(script, await argumentsOf());
    expect(code).toBe(1);
    expect(err).toContain("no_such_name");
    expect(out + err).not.toMatch(/insert into|params|Refused Name|portal\.example/i);
  });
});

it("npm run staff names the missing environment variables", async () => {
  const args = ["add", "a@portal.example", "--role", "marketing", "--brand", "cimsoft"];
  const { code, err } = await run("staff", args, { AUTH_SECRET: "" });
  expect(code).toBe(1);
  expect(err.split("\n")).toEqual([
    "The environment is not complete:",
    expect.stringMatching(/^ {2}AUTH_SECRET: /),
    "",
  ]);
});

it.each([
  ["an empty webhook secret", { STRIPE_WEBHOOK_SECRET_CIMSOFT: "" }, "STRIPE_WEBHOOK_SECRET_CIMSOFT"],
  [
    "an empty second webhook secret",
    { STRIPE_WEBHOOK_SECRET_INSOURCE: "whsec_insource," },
    "STRIPE_WEBHOOK_SECRET_INSOURCE",
  ],
  ["an empty key", { STRIPE_SECRET_KEY_CIMSOFT: "" }, "STRIPE_SECRET_KEY_CIMSOFT"],
])("the worker and the app do not start with %s", async (_, over, name) => {
  const { code, err } = await run("worker", [], over);
  expect(code).toBe(1);
  expect(err).toContain(`  ${name}: `);
  expect(err).not.toMatch(/whsec_[a-z]+_|sk_test_/);
  // The app asks for the same environment before its first request.
  expect(() => parseEnv({ ...process.env, ...over })).toThrow(err.trim());
});

it("the demo does not start on data of which an import file was refused as a whole, and says why", async () => {
  await asSystem("test world", (db) => db.execute(sql`create schema portal_demo`));
  const { code, err } = await asSystem("test: another import", async (db) => {
    await db.execute(sql`select set_config('idle_in_transaction_session_timeout', '2min', true)`);
    await db.execute(sql`select pg_advisory_xact_lock(7406112391)`);
    return run("demo/database");
  });
  expect(code).toBe(1);
  expect(err).toContain("The demo data did not import cleanly:\ncompanies.csv: Another import is running");
}, 120_000);
