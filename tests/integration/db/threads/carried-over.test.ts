import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closePool } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { runAsViewer, type Viewer } from "@/db/viewer";
import { type Deeds, doDeeds, OWN_WORD } from "./deeds";
import { fixture, makeOldDatabase, type OldDatabase, type Row, readAll, rowsOf, type Tables } from "./old-database";
import { foundBy, longestWord, seenBy, viewersOf, type Wanted } from "./views";

/*
 * 0011_threads, 0012_thread_rights and 0013_thread_columns_go migrate the rows that exist. They run on a database of
 * commit e524c86, the one before them: its migrations, and in before.json.gz the rows of its demo, which that commit's
 * loadDemo("2026-11-28") put into an empty database of its own. Of those, all that is about threads and people was
 * written out as to_jsonb says it, generated columns left out; of invoices and estimates those that a request is about.
 * Rows of a fixture come without the transactions that wrote them, so some more are written here as they were then.
 */
const ADMIN = "portal.admin@portal.example";
const CLIENT = "plant.engineer@keystone.example";

let old: OldDatabase;
let deeds: Deeds;
let before: Moment;
let after: Moment;
let again: Tables;

/** What the database holds, and what each viewer sees of it and finds in it, by their address. */
interface Moment {
  readonly tables: Tables;
  readonly seen: ReadonlyMap<string, readonly string[]>;
  readonly found: ReadonlyMap<string, readonly string[][]>;
  /** Who is told of a thread. */
  readonly told: readonly Row[];
}

beforeAll(async () => {
  old = await makeOldDatabase();
  deeds = await doDeeds(old.sql);
  vi.stubEnv("DATABASE_URL", old.url);
  vi.stubEnv("DATABASE_WEB_URL", "");
  // Agreements are in force on that day.
  vi.stubEnv("PORTAL_CLOCK_OFFSET_MS", String(Date.parse(`${fixture.day}T17:00:00Z`) - Date.now()));
  before = await look("before");
  await migrateDatabase(old.url);
  after = await look("after");
  await migrateDatabase(old.url);
  again = await readAll(old.sql);
});

afterAll(async () => {
  await closePool();
  vi.unstubAllEnvs();
  await old.drop();
});

async function look(since: "before" | "after"): Promise<Moment> {
  const tables = await readAll(old.sql);
  const texts = [
    ...rowsOf(tables, "messages").map(({ body }) => body),
    // The migrations move a case's product to its thread.
    ...rowsOf(tables, since === "before" ? "cases" : "threads").flatMap(({ product }) => product ?? []),
  ];
  const words = new Set(texts.map(longestWord));
  const wanted = [...words].sort().flatMap((word) => ["case", "request"].map((kind) => ({ kind, words: word })));
  const seen = new Map<string, string[]>();
  const found = new Map<string, string[][]>();
  for (const [email, viewer] of viewersOf(tables)) {
    seen.set(email, await seenBy(viewer, since));
    found.set(email, await foundBy(viewer, wanted, since));
  }
  // The pool's connections know the tables as they were before the migrations.
  await closePool();
  const offset = process.env.PORTAL_CLOCK_OFFSET_MS ?? "";
  const told = await old.sql.begin(async (tx) => {
    await tx`select set_config('portal.clock_offset_ms', ${offset}, true)`;
    return tx<Row[]>`select t.id, array(select contact_id from contacts_seeing_thread(t.id) order by 1) as contacts,
      array(select staff_id from staff_seeing_thread(t.id) order by 1) as staff from threads t order by t.id`;
  });
  return { tables, seen, found, told: [...told] };
}

const byId = (rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));
/** The row, with those columns alone that it had before. */
const within = (row: Row | undefined, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((column) => [column, row?.[column]]));

/** The threads that the migrations must make, computed from the old cases and requests. */
function expectedThreads(): Row[] {
  const threads = byId(rowsOf(before.tables, "threads"));
  const common = (row: Row) => ({
    ...within(threads.get(row.id), ["id", "brand", "company_id", "kind"]),
    ...within(row, ["number", "subject", "status", "closed_at", "first_answer_due_at", "first_answered_at"]),
    ...within(row, ["answer_due_at", "answer_since", "active_at", "last_message_at", "last_author_kind"]),
    ...within(row, ["last_author_id", "created_at"]),
  });
  return [
    ...rowsOf(before.tables, "cases").map((row) => ({
      ...common(row),
      ...{
        opened_by: row.filed_by,
        opened_by_name: row.filed_by_name,
        topic: null,
        severity: row.severity,
        product: row.product,
      },
      ...{ close_reason: row.close_reason, owner_id: row.assignee_id, stands_in_for: null },
    })),
    ...rowsOf(before.tables, "requests").map((row) => ({
      ...common(row),
      ...{ opened_by: row.asked_by, opened_by_name: row.asked_by_name, topic: row.kind, severity: null, product: null },
      ...{ close_reason: null, owner_id: row.owner_id, stands_in_for: row.stands_in_for },
    })),
  ];
}

describe("a migrated thread", () => {
  it("holds what stood in its case or request", () => {
    const threads = byId(rowsOf(after.tables, "threads"));
    const expected = expectedThreads();
    expect(expected.map((row) => within(threads.get(row.id), Object.keys(row)))).toEqual(expected);
    expect(threads.size).toBe(expected.length);
    // The demo's rows and those of doDeeds are counted, so that the comparison above is not of empty tables.
    expect(rowsOf(before.tables, "cases").length).toBe((fixture.tables.cases?.length ?? 0) + 1);
    expect(rowsOf(before.tables, "requests").length).toBe((fixture.tables.requests?.length ?? 0) + 3);
    for (const column of Object.keys(expected[0] ?? {})) {
      expect(new Set(expected.map((row) => row[column])).size, `${column} differs`).toBeGreaterThan(1);
    }
  });

  it("goes with one row of its kind, which keeps the rest", () => {
    const columns = {
      cases: ["id", "brand", "product_version", "follows_id"],
      requests: ["id", "brand", "member_id", "member_name", "agreement_id", "invoice_id", "estimate_id", "needed_by"],
    };
    const kinds = new Map(rowsOf(after.tables, "threads").map(({ id, kind }) => [id, kind]));
    for (const [table, kind] of [
      ["cases", "case"],
      ["requests", "request"],
    ] as const) {
      const rows = byId(rowsOf(after.tables, table));
      expect(rowsOf(before.tables, table).map(({ id }) => within(rows.get(id), columns[table]))).toEqual(
        rowsOf(before.tables, table).map((row) => within(row, columns[table])),
      );
      expect(new Set(rows.keys())).toEqual(new Set([...kinds].flatMap(([id, its]) => (its === kind ? [id] : []))));
    }
  });

  it("leaves every other row as it was, is told to nobody, and queues no job", () => {
    for (const [table, rows] of before.tables) {
      if (["threads", "cases", "requests"].includes(table)) continue;
      const columns = Object.keys(rows[0] ?? {});
      // A later migration adds texts for a kind that was not there yet.
      const own = rowsOf(after.tables, table).filter((row) => row.thread_kind !== "chat");
      const kept = own.map((row) => JSON.stringify(within(row, columns)));
      expect(kept.toSorted(), table).toEqual(rows.map((row) => JSON.stringify(within(row, columns))).toSorted());
    }
  });

  it("stays as it is when the migrations are asked for again", () => {
    expect(again).toEqual(after.tables);
  });
});

it("a migrated event refers to the last message that its author wrote in the same transaction", () => {
  const messages = new Map(rowsOf(after.tables, "thread_events").map((event) => [event.id, event.message_id]));
  const expected = rowsOf(before.tables, "thread_events").map(({ id }) => [id, deeds.events.get(String(id)) ?? null]);
  expect([...messages].toSorted()).toEqual(expected.toSorted());
  expect([...deeds.events.values()].filter(Boolean)).toHaveLength(4);
});

describe("who sees what after threads were migrated", () => {
  const isReceived = (row: string) => row.startsWith("inbound_mails ");

  it("is the same for everybody as before", () => {
    const without = (seen: typeof before.seen) =>
      Object.fromEntries([...seen].map(([viewer, rows]) => [viewer, rows.filter((row) => !isReceived(row))]));
    expect(without(after.seen)).toEqual(without(before.seen));
  });

  it("is no more than before of received mails, which since then only those see who answer", () => {
    const received = (seen: typeof before.seen) =>
      [...seen].flatMap(([viewer, rows]) => rows.filter(isReceived).map((row) => `${viewer} ${row}`));
    const seenBefore = received(before.seen);
    expect(received(after.seen).length).toBeGreaterThan(0);
    expect(received(after.seen).filter((row) => !seenBefore.includes(row))).toEqual([]);
    expect(received(after.seen).length).toBeLessThan(seenBefore.length);
  });

  it("differs between viewers, and some see nothing", () => {
    const counts = [...after.seen.values()].map((rows) => rows.filter((row) => row.startsWith("threads ")).length);
    expect(new Set(counts).size).toBeGreaterThan(5);
    expect(Math.min(...counts)).toBe(0);
    expect(Math.max(...counts)).toBe(rowsOf(after.tables, "threads").length);
  });

  it("decides as before who is told of a thread", () => {
    expect(after.told).toEqual(before.told);
  });
});

describe("the search after threads were migrated", () => {
  /** For every thread after the migrations: the thread, and words to search for. */
  const each = (words: (thread: Row) => readonly unknown[]) =>
    rowsOf(after.tables, "threads").flatMap((thread) =>
      words(thread).map((one) => ({ id: String(thread.id), kind: String(thread.kind), words: String(one) })),
    );
  const found = (wanted: readonly Wanted[]) => foundBy(viewerOf(ADMIN), wanted, "after");

  it("finds a thread alone by its number, whole or its digits", async () => {
    const wanted = each(({ number }) => [number, String(number).replace(/\D/g, "")]);
    expect(await found(wanted)).toEqual(wanted.map(({ id }) => [id]));
  });

  it("finds a thread by its subject, its company, who opened it and what was said", async () => {
    const names = new Map(rowsOf(after.tables, "companies").map(({ id, name }) => [id, name]));
    const said = rowsOf(after.tables, "messages");
    const wanted = each((thread) => [
      longestWord(thread.subject),
      names.get(thread.company_id),
      thread.opened_by_name,
      ...said.filter((message) => message.thread_id === thread.id).map(({ body }) => longestWord(body)),
      ...(thread.kind === "case" ? [thread.product] : []),
    ]);
    const results = await found(wanted);
    expect(wanted.filter(({ id }, index) => !results[index]?.includes(id))).toEqual([]);
    expect(await found([{ kind: "case", words: OWN_WORD }])).toEqual([[deeds.caseId]]);
  });

  it("finds for everybody what it found before, and nothing that they do not see", () => {
    for (const [email, then] of before.found) {
      const now = after.found.get(email) ?? [];
      const seen = new Set(after.seen.get(email));
      expect(
        then.flatMap((ids, index) => ids.filter((id) => !now[index]?.includes(id))),
        email,
      ).toEqual([]);
      expect(
        now.flat().filter((id) => !seen.has(`threads ${id}`)),
        email,
      ).toEqual([]);
    }
  });

  it("has for each thread all words that a new thread would have", async () => {
    const lacking = await old.sql`
      select number, array(select unnest(should) except select unnest(has)) as words
      from threads t, tsvector_to_array(t.search) has, tsvector_to_array(thread_search(t)) should where not has @> should`;
    expect([...lacking]).toEqual([]);
  });
});

it("after the migration the next thread of a kind has the next number", async () => {
  const viewer = viewerOf(CLIENT);
  if (viewer.kind !== "client") throw new Error(`${CLIENT} is no client`);
  const numbers = await runAsViewer(viewer, "write", async ({ db }) => {
    const made = await db.execute<{ number: string }>(sql`
      insert into threads (id, brand, company_id, kind, topic, severity, product, opened_by, opened_by_name, subject, first_answer_due_at, last_author_id)
      select gen_random_uuid(), ${viewer.brand}, ${viewer.companyId}::uuid, kind, topic, severity, product, ${viewer.contactId}::uuid, 'Robin', 'Horns', now(), ${viewer.contactId}::uuid
      from (values ('case', null, 'question', 'x'), ('case', null, 'question', 'x'), ('request', 'message', null, null)) v (kind, topic, severity, product) returning number`);
    return made.map(({ number }) => number);
  });
  const { case_numbers: cases, request_numbers: requests } = fixture.sequences;
  // doDeeds made one case and three requests.
  expect(numbers).toEqual([`C-${cases + 2}`, `C-${cases + 3}`, `R-${requests + 4}`]);
});

function viewerOf(email: string): Viewer {
  const viewer = viewersOf(before.tables).get(email);
  if (!viewer) throw new Error(`The fixture has no ${email}`);
  return viewer;
}
