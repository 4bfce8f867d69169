import path from "node:path";
import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { contacts } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { FormAction } from "@/lib/gate/actions/result";
import { startViewAction } from "@/lib/people/client-views/actions";
import { importsOf, ROOT, sources } from "@/tests/architecture/source";
import { filedCase, member } from "@/tests/integration/threads/cases/staff/support";
import { send } from "@/tests/integration/threads/cases/support";
import { sessionCookie } from "@/tests/support/route";
import { createInvoice, nobodysId } from "@/tests/support/world";

/*
 * Every action of somebody signed in, sent in a session in which an administrator looks as a client: with a form that
 * its schema takes, of a contact with every right. Nothing is written.
 */

const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test looks", work);

interface Sent {
  readonly name: string;
  readonly audience: string;
  readonly run: FormAction;
  readonly schema: z.ZodObject;
}

/** Every action with its schema and audience, read from the files that export them. */
async function everyAction(): Promise<Sent[]> {
  const found: Sent[] = [];
  for (const file of sources("lib").filter(({ path: at }) => at.endsWith("/actions.ts"))) {
    const module = (await import(path.join(ROOT, file.path))) as Record<string, unknown>;
    const schemas: Record<string, unknown> = {};
    for (const { target } of importsOf(file)) {
      if (/\/(schema|define)$/.test(target) && target.endsWith("/schema")) {
        Object.assign(schemas, await import(path.join(ROOT, `${target}.ts`)));
      }
    }
    for (const [exported, run] of Object.entries(module)) {
      if (typeof run !== "function" || !file.text.includes(`export const ${exported}`)) continue;
      const text = file.text.slice(file.text.indexOf(`export const ${exported}`)).split("\nexport const ")[0] ?? "";
      const input = /input: (\w+)/.exec(text)?.[1] ?? Object.keys(schemas).find((name) => text.includes(name)) ?? "";
      const schema = schemas[input];
      found.push({
        name: exported,
        audience: /audience: "([^"]+)"/.exec(text)?.[1] ?? "made",
        run: run as FormAction,
        schema: schema instanceof z.ZodObject ? schema : z.object({}),
      });
    }
  }
  return found;
}

let cookie = "";
const known: Record<string, string> = {};

beforeAll(async () => {
  const { filer, number } = await filedCase();
  await look((db) =>
    db
      .update(contacts)
      .set({ billing: true, pay: true, casesScope: "company", requestsScope: "company", companyAdmin: true })
      .where(eq(contacts.id, filer.id)),
  );
  const { number: invoice } = await createInvoice({ id: filer.primaryCompanyId ?? "", brand: filer.brand } as never);
  const administrator = await member(["administrator"]);
  cookie = await sessionCookie({ kind: "staff", id: administrator.id }, filer.brand);
  Object.assign(known, { number, "invoice[]": invoice, invoice, "amount[]": "10.00", zone: "UTC" });
  const form = { id: uuidv7(), contact: filer.id, reason: "A test" };
  const started = await send(startViewAction, { brand: filer.brand }, form, { cookie });
  expect(started.kind).toBe("redirected");
});

const TYPED = () => [
  nobodysId(),
  "A line of text",
  "robin@client.example",
  "2090-01-01",
  "10.00",
  "+1 804 555 0140",
  "09:00",
  "https://client.example/",
  "1",
  "CH-100001",
];

/** Fields that the schema takes, as a browser would send them. */
function formFor(schema: z.ZodObject, prefix = ""): Record<string, string | string[]> {
  const form: Record<string, string | string[]> = {};
  for (const [key, field] of Object.entries(schema.shape as Record<string, z.ZodType>)) {
    let inner = field;
    while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable || inner instanceof z.ZodDefault) {
      inner = inner.unwrap() as z.ZodType;
    }
    const name = `${prefix}${key}`;
    if (inner instanceof z.ZodBoolean) form[name] = "on";
    else if (inner instanceof z.ZodObject) Object.assign(form, formFor(inner, `${name}.`));
    else if (inner instanceof z.ZodArray) {
      const element = inner.element as z.ZodType;
      const one = known[`${name}[]`] ?? TYPED().find((text) => element.safeParse(text).success);
      if (one !== undefined) form[`${name}[]`] = [one];
    } else {
      const options = inner instanceof z.ZodEnum ? inner.options.map(String) : TYPED();
      const own = known[name];
      const one =
        own !== undefined && inner.safeParse(own).success ? own : options.find((text) => inner.safeParse(text).success);
      if (one !== undefined) form[name] = one;
    }
  }
  return form;
}

/** All that is stored, except when the administrator's own session was used last. */
async function everything(): Promise<string> {
  const tables = await look((db) =>
    db.execute<{ name: string }>(
      sql`select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and relkind = 'r' order by 1`,
    ),
  );
  const sums: string[] = [];
  for (const { name } of tables) {
    const text = name === "sessions" ? `(to_jsonb(t) - 'last_seen_at')::text` : "t::text";
    const [row] = await look((db) =>
      db.execute<{ sum: string }>(
        sql.raw(`select md5(coalesce(string_agg(${text}, '|' order by ${text}), '')) as sum from "${name}" t`),
      ),
    );
    sums.push(`${name} ${row?.sum}`);
  }
  const [jobs] = await look((db) =>
    db.execute<{ n: number }>(sql`select count(*)::int as n from graphile_worker.jobs`),
  );
  return [...sums, `jobs ${jobs?.n}`].join("\n");
}

describe("while an administrator looks as a client", () => {
  it("every action is refused and writes nothing", async () => {
    const actions = (await everyAction()).filter(
      ({ audience, name }) => audience !== "public" && name !== "endViewAction",
    );
    expect(actions.length).toBeGreaterThan(60);
    const before = await everything();
    const untried: string[] = [];
    let taken = 0;
    for (const { name, audience, run, schema } of actions) {
      const form = formFor(schema);
      // A button's action takes the form alone.
      const asForm: FormAction =
        run.length === 1 ? (_, sent) => (run as unknown as (form: unknown) => never)(sent) : run;
      const outcome = await send(asForm, { brand: "cimsoft" }, form, { cookie }).catch((error: unknown) => ({
        // A button answers a refusal with an error page of its own.
        kind: "thrown" as const,
        words: String(error),
      }));
      // Of staff's actions there is nothing here.
      expect(["refused", "missing", "thrown"], `${name} ${JSON.stringify(outcome)}`).toContain(outcome.kind);
      const words = JSON.stringify(outcome);
      // A button is answered with the page of a 403.
      if (words.includes("viewing as a client") || (run.length === 1 && /;403|forbidden/i.test(words))) taken += 1;
      else if (audience === "client" || audience === "signed-in") untried.push(`${name} ${words.slice(0, 200)}`);
    }
    expect(untried).toEqual([]);
    // The others were refused before: they are staff's, or need more than a form of the right shape.
    expect(taken).toBeGreaterThan(15);
    expect(await everything()).toBe(before);
  });
});
