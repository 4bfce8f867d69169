import path from "node:path";
import { inspect } from "node:util";
import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { contacts } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import type { FormAction } from "@/lib/gate/actions/result";
import { log } from "@/lib/log";
import { startViewAction } from "@/lib/people/client-views/actions";
import { threadSchema } from "@/lib/threads/schema";
import { importsOf, ROOT, sources } from "@/tests/architecture/source";
import { filedCase, member } from "@/tests/integration/threads/cases/staff/support";
import { send } from "@/tests/integration/threads/cases/support";
import { sessionCookie } from "@/tests/support/route";
import { createInvoice, nobodysId } from "@/tests/support/world";
import { createChat, createRequest } from "@/tests/support/world-threads";

/*
 * Every action of somebody signed in, sent in a session in which an administrator looks as a client: with a form that
 * its schema takes, of a contact with every right. Staff's are not found; each other one is tried until the database
 * refuses it, and nothing is written.
 */

const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test looks", work);

/** Actions whose schema is part of a definition that they share. */
const SHARED: Readonly<Record<string, z.ZodObject>> = {
  markReadAction: threadSchema("case"),
  markRequestReadAction: threadSchema("request"),
  markChatReadAction: threadSchema("chat"),
};

interface Sent {
  readonly name: string;
  /** As the log calls it. */
  readonly action: string;
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
      const words = text.split(/\W+/);
      const input = /input: (\w+)/.exec(text)?.[1] ?? Object.keys(schemas).find((name) => words.includes(name)) ?? "";
      const schema = SHARED[exported] ?? schemas[input];
      // Those that share a definition are of clients, unless they are in a folder of staff.
      const shared = file.path.includes("/staff/") ? "staff" : "client";
      found.push({
        name: exported,
        action: /name: "([^"]+)"/.exec(text)?.[1] ?? "",
        audience: /audience: "([^"]+)"/.exec(text)?.[1] ?? shared,
        run: run as FormAction,
        schema: schema instanceof z.ZodObject ? schema : z.object({}),
      });
    }
  }
  return found;
}

let cookie = "";
/** What fields of a name hold, if their schema takes it. */
const known: Record<string, readonly string[]> = {};

beforeAll(async () => {
  const { company, filer, number } = await filedCase();
  await look((db) =>
    db
      .update(contacts)
      .set({ billing: true, pay: true, casesScope: "company", requestsScope: "company", companyAdmin: true })
      .where(eq(contacts.id, filer.id)),
  );
  const { number: invoice } = await createInvoice(company);
  const request = await createRequest(company, filer);
  const chat = await createChat(company, filer);
  const administrator = await member(["administrator"]);
  cookie = await sessionCookie({ kind: "staff", id: administrator.id }, filer.brand);
  Object.assign(known, {
    number: [number, request.number, chat.number],
    ...{ "invoice[]": [invoice], invoice: [invoice], "amount[]": ["10.00"], zone: ["UTC"] },
  });
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
  "Tr4ctor!Plant",
  "1",
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
      const one = [...(known[`${name}[]`] ?? []), ...TYPED()].find((text) => element.safeParse(text).success);
      if (one !== undefined) form[`${name}[]`] = [one];
    } else {
      const options = inner instanceof z.ZodEnum ? inner.options.map(String) : TYPED();
      const one = [...(known[name] ?? []), ...options].find((text) => inner.safeParse(text).success);
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

/** What becomes of an action, with the words of its answer. */
async function answerTo({ run, schema }: Sent): Promise<{ readonly kind: string; readonly words: string }> {
  const isButton = run.length === 1;
  // A button's action takes the form alone, and is answered with a page of its own.
  const asForm: FormAction = isButton ? (_, form) => (run as unknown as (form: FormData) => never)(form) : run;
  try {
    const outcome = await send(asForm, { brand: "cimsoft" }, formFor(schema), { cookie });
    return { kind: outcome.kind, words: JSON.stringify(outcome) };
  } catch (error) {
    const digest = error instanceof Error && "digest" in error ? String(error.digest) : String(error);
    // Outside a server of Next, forbidden() says that it is not switched on.
    const isForbidden = isButton && /^NEXT_HTTP_ERROR_FALLBACK;403$|`forbidden\(\)` is experimental/.test(digest);
    return { kind: "refused", words: isForbidden ? VIEWING : digest };
  }
}

const VIEWING = "You are viewing as a client";
/** PostgreSQL's code for a write in a transaction that only reads. */
const READ_ONLY = /25006|read-only transaction/;

describe("while an administrator looks as a client", () => {
  it("every action is tried and refused, and writes nothing", async () => {
    const actions = (await everyAction()).filter(
      ({ audience, name }) => audience !== "public" && name !== "endViewAction",
    );
    expect(actions.length).toBeGreaterThan(60);
    const told = vi.spyOn(log, "info");
    const before = await everything();
    const wrong: string[] = [];
    for (const sent of actions) {
      const { kind, words } = await answerTo(sent);
      const isRight = sent.audience === "staff" ? kind === "missing" : kind === "refused" && words.includes(VIEWING);
      if (!isRight) wrong.push(`${sent.name} of ${sent.audience}: ${kind} ${words.slice(0, 300)}`);
    }
    expect(wrong).toEqual([]);
    expect(await everything()).toBe(before);
    const refused = told.mock.calls.flatMap(([facts]) => {
      const { action, err } = facts as { action?: string; err?: unknown };
      return action && READ_ONLY.test(inspect(err)) ? [action] : [];
    });
    told.mockRestore();
    // Not all come so far as to write: what some forms name is not there.
    expect(refused).toEqual(expect.arrayContaining(["chat.say", "chat.end", "case.reply", "notices.read-all"]));
  });
});
