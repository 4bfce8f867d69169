import { eq, type SQL, sql } from "drizzle-orm";
import { getTableConfig } from "drizzle-orm/pg-core";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it } from "vitest";
import type { Transaction } from "@/db/client";
import { cannedReplies, type contacts, outbox, threads } from "@/db/schema";
import { OTHER_PRODUCT, STAFF_ROLES, THREAD_KINDS, THREAD_STATUSES, type ThreadKind } from "@/db/schema/constants";
import { asSystem, runAsViewer, type StaffViewer, type Viewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { answerByMail } from "@/lib/jobs/mail-answers";
import { runTellTask } from "@/lib/jobs/tell";
import { fileCase } from "@/lib/threads/cases/service";
import { findOpenChat } from "@/lib/threads/chats/queries";
import { endOwnChat, startChat } from "@/lib/threads/chats/service";
import { kindOf, kindOfNumber } from "@/lib/threads/kinds";
import type { ClientContext } from "@/lib/threads/life/service";
import { readsThreads, visibleThreads, worksThreads } from "@/lib/threads/policy";
import { parseServiceFilters } from "@/lib/threads/requests/schema";
import { openRequest } from "@/lib/threads/requests/service";
import { listServiceRequests } from "@/lib/threads/requests/service-list/queries";
import { threadNumber } from "@/lib/threads/schema";
import { listCannedReplies } from "@/lib/threads/staff/canned-replies/queries";
import { answerThread } from "@/lib/threads/staff/service";
import { alwaysOpen } from "@/tests/support/brand";
import {
  clientViewer,
  createAgreement,
  createCompany,
  createContact,
  createStaff,
  staffViewer,
  unique,
} from "@/tests/support/world";

/*
 * Policies, checks, triggers and functions of the database know the kinds of threads by name, and one that they were not
 * told of is shown to nobody, without an error. Here a thread of each kind goes through all of them.
 */

const LOCAL = { zone: "America/New_York" };

/** Opens one as its page does. */
const OPEN: Readonly<
  Record<ThreadKind, (context: ClientContext, thread: { id: string; subject: string }) => Promise<{ number: string }>>
> = {
  case: (context, thread) =>
    fileCase(context, {
      ...{ ...thread, product: OTHER_PRODUCT, severity: "question" },
      ...{ description: "Since this morning.", files: [] },
    }),
  request: (context, thread) =>
    openRequest(context, { ...thread, kind: "message", body: "Since this morning.", files: [] }),
  // In its hours, whenever the test runs. A contact has one chat at a time, so the last one ends first.
  chat: async (context, thread) => {
    const open = await findOpenChat(context);
    if (open) await endOwnChat(context, { number: open.number });
    const message = { product: OTHER_PRODUCT, description: "Since this morning.", files: [] };
    return startChat({ ...context, brand: alwaysOpen(context.brand) }, { ...thread, ...message });
  },
};

/** Writes the row that holds what is special to a kind. */
const OWN_ROW: Readonly<Record<ThreadKind, (id: string, brand: string) => SQL>> = {
  case: (id, brand) => sql`insert into cases (id, brand) values (${id}, ${brand})`,
  request: (id, brand) => sql`insert into requests (id, brand) values (${id}, ${brand})`,
  chat: (id, brand) => sql`insert into chats (id, brand, product) values (${id}, ${brand}, 'x')`,
};

type Contact = typeof contacts.$inferSelect;

interface Opened {
  readonly kind: ThreadKind;
  readonly id: string;
  readonly number: string;
  /** A word that is in the thread's subject, and nowhere else. */
  readonly word: string;
}

let opener: Contact;
let strangers: readonly { readonly who: string; readonly contact: Contact }[];
let members: readonly { readonly id: string; readonly name: string; readonly viewer: StaffViewer }[];

beforeAll(async () => {
  const plant = async (brand: string) => {
    const company = await createCompany({ brand });
    await createAgreement(company);
    return company;
  };
  const rights = (scope: "own" | "company") => ({ casesScope: scope, requestsScope: scope, billing: true });
  opener = await createContact(await plant("cimsoft"), rights("own"));
  strangers = [
    { who: "of another company", contact: await createContact(await plant("cimsoft"), rights("company")) },
    { who: "of another brand", contact: await createContact(await plant("insource"), rights("company")) },
  ];
  members = await Promise.all(
    STAFF_ROLES.map(async (role) => {
      const row = await createStaff([role]);
      return { id: row.id, name: row.name, viewer: staffViewer(row) };
    }),
  );
});

const open = async (kind: ThreadKind): Promise<Opened> => {
  const word = unique("quern").replaceAll("-", "");
  const id = uuidv7();
  const brand = await brandByKey(opener.brand);
  try {
    const { number } = await runAsViewer(clientViewer(opener), "write", (context) =>
      OPEN[kind]({ ...context, brand, name: opener.name }, { id, subject: `${word} stands still` }),
    );
    return { kind, id, number, word };
  } catch (cause) {
    throw new Error(
      `No ${kind} can be opened: threads_before() (its number), checks and client_inserts of threads, or its own table do not know it`,
      { cause },
    );
  }
};

/** Where the viewer comes upon the thread; each place knows kinds by name. */
async function sights(viewer: Viewer, { kind, id, number, word }: Opened) {
  const [person, seeing] =
    viewer.kind === "client"
      ? [
          sql`'contact', ${viewer.contactId}::uuid`,
          sql`${viewer.contactId}::uuid in (select contacts_seeing_thread(${id}))`,
        ]
      : [sql`'staff', ${viewer.staffId}::uuid`, sql`${viewer.staffId}::uuid in (select staff_seeing_thread(${id}))`];
  const isTrue = async (db: Transaction, condition: SQL) =>
    (await db.execute(sql`select 1 where ${condition}`)).length === 1;
  const isThere = (condition: SQL) =>
    sql`exists (select 1 from ${threads} where ${eq(threads.id, id)} and ${condition})`;
  const isFound = (words: string) => sql`${id}::uuid in (select search_threads(${words}, ${kind}))`;
  const own = await runAsViewer(viewer, "read", async ({ db }) => ({
    "reads of threads (policies in db/schema/threads.ts)": await isTrue(db, isThere(sql`true`)),
    "visibleThreads() (lib/threads/policy.ts)": await isTrue(db, isThere(visibleThreads(viewer, kind))),
    "search_threads() by a word": await isTrue(db, isFound(word)),
    "search_threads() by its number": await isTrue(db, isFound(number)),
    "search_threads() by its number and noun": await isTrue(
      db,
      isFound(`${kindOf(kind).noun} #${number.replace(/^\D+/, "")}`),
    ),
  }));
  return asSystem("test look", async (db) => ({
    ...own,
    "contacts_seeing_thread() or staff_seeing_thread()": await isTrue(db, seeing),
    "may_see_thread()": await isTrue(db, sql`may_see_thread(${person}, ${id})`),
  }));
}

/** The same answer at each of them. */
const everywhere = (seen: Awaited<ReturnType<typeof sights>>, answer: boolean) =>
  Object.fromEntries(Object.keys(seen).map((place) => [place, answer]));

class TakenBack extends Error {}

/** Codes of what a policy or right refuses, and of what a check or a trigger does. */
const REFUSED: readonly unknown[] = ["42501", "23514"];

/** Is the statement taken, and does it change a row? Nothing of it stays. */
async function isTaken(run: (work: (db: Transaction) => Promise<void>) => Promise<void>, statement: SQL) {
  let changed = 0;
  try {
    await run(async (db) => {
      changed = (await db.execute(statement)).count;
      throw new TakenBack();
    });
  } catch (error) {
    if (error instanceof TakenBack) return changed > 0;
    const { code } = (error instanceof Error ? error.cause : null) as { code?: string };
    if (!REFUSED.includes(code)) throw error;
  }
  return false;
}

it("every index and check that db/schema declares for threads is made by a migration (else run npm run db:generate)", async () => {
  const { indexes, checks } = getTableConfig(threads);
  const stored = await asSystem("test look", (db) =>
    db.execute<{ name: string }>(
      sql`select indexname as name from pg_indexes where tablename = 'threads' union all
        select conname from pg_constraint where conrelid = 'threads'::regclass`,
    ),
  );
  const names = [...stored].map(({ name }) => name);
  const declared = [...indexes.map(({ config }) => config.name ?? ""), ...checks.map(({ name }) => name)];
  expect(declared.filter((name) => !names.includes(name))).toEqual([]);
});

describe.each(THREAD_KINDS)("a thread of kind %s", (kind) => {
  let thread: Opened;
  let worker: (typeof members)[number];
  beforeAll(async () => {
    thread = await open(kind);
    const found = members.find(({ viewer }) => worksThreads(viewer, kind));
    if (!found) throw new Error(`nobody works a ${kind}`);
    worker = found;
  });

  it("has numbers of its own, by thread_letter() as by lib/threads/kinds.ts", async () => {
    const [row] = await asSystem("test look", (db) =>
      db.execute<{ letter: string }>(sql`select thread_letter(${kind}) as letter`),
    );
    const { letter } = kindOf(kind);
    expect(row?.letter).toBe(letter);
    expect(THREAD_KINDS.filter((other) => kindOf(other).letter === letter)).toEqual([kind]);
    expect(thread.number).toMatch(new RegExp(`^${letter}-`));
    expect(threadNumber(kind).safeParse(thread.number).success).toBe(true);
    expect(kindOfNumber(thread.number)).toBe(kind);
  });

  it("is seen and found in every list by who opened it, and in none by others", async () => {
    const seen = await sights(clientViewer(opener), thread);
    expect(seen).toEqual(everywhere(seen, true));
    for (const { who, contact } of strangers) {
      expect(await sights(clientViewer(contact), thread), who).toEqual(everywhere(seen, false));
    }
  });

  it("is seen and found in every list by staff whose role reads it, and in none by others", async () => {
    for (const { viewer } of members) {
      const seen = await sights(viewer, thread);
      expect(seen, viewer.roles.join()).toEqual(everywhere(seen, readsThreads(viewer, kind)));
      const elsewhere = { ...viewer, brands: ["insource"] };
      expect(await runAsViewer(elsewhere, "read", ({ db }) => db.$count(threads, eq(threads.id, thread.id)))).toBe(0);
    }
  });

  it("is worked by staff whose role works it, and by nobody else", async () => {
    for (const { id, viewer } of members) {
      const run = (work: (db: Transaction) => Promise<void>) => runAsViewer(viewer, "write", ({ db }) => work(db));
      const works = worksThreads(viewer, kind);
      const note = sql`insert into thread_notes (id, brand, thread_id, staff_id, staff_name, body)
        values (${uuidv7()}, ${opener.brand}, ${thread.id}, ${id}, 'x', 'x')`;
      const taken = {
        "staff_updates of threads": await isTaken(
          run,
          sql`update threads set active_at = active_at where id = ${thread.id}`,
        ),
        "staff_inserts beside a thread": await isTaken(run, note),
      };
      expect(taken, viewer.roles.join()).toEqual({
        "staff_updates of threads": works,
        "staff_inserts beside a thread": works,
      });
    }
  });

  it("may have each of its statuses, by the checks of threads as by lib/threads/kinds.ts", async () => {
    const run = (work: (db: Transaction) => Promise<void>) => asSystem("test look", work);
    const { closedByAnswer } = kindOf(kind);
    for (const status of THREAD_STATUSES[kind]) {
      const closing = status === "closed" ? sql`now(), ${closedByAnswer}::text` : sql`null::timestamptz, null`;
      const update = sql`update threads set (closed_at, close_reason) = (select ${closing}), status = ${status} where id = ${thread.id}`;
      expect(await isTaken(run, update), status).toBe(true);
    }
  });

  it("has a row of its own kind alone: a trigger on the kind's table", async () => {
    const run = (work: (db: Transaction) => Promise<void>) => asSystem("test look", work);
    for (const other of THREAD_KINDS.filter((one) => one !== kind)) {
      const { id } = await open(other);
      expect(await isTaken(run, OWN_ROW[kind](id, opener.brand)), `beside a ${other}`).toBe(false);
    }
  });

  it("has canned replies of its own: canned_replies_thread_kind", async () => {
    const title = unique("Text");
    await asSystem("test world", (db) =>
      db.insert(cannedReplies).values({ brand: opener.brand, threadKind: kind, title, body: "Please restart it." }),
    );
    const facts = { name: "x", number: "x", subject: "x", company: "x", agent: "x" };
    const texts = await runAsViewer(worker.viewer, "read", (context) =>
      listCannedReplies(context, kind, opener.brand, facts),
    );
    expect(texts.map((text) => text.title)).toEqual(expect.arrayContaining([title]));
  });

  it("is among all threads that its contact opened", async () => {
    const { rows } = await runAsViewer(clientViewer(opener), "read", (context) =>
      listServiceRequests(context, parseServiceFilters({ q: thread.word }), LOCAL),
    );
    expect(rows).toMatchObject([{ number: thread.number }]);
  });

  it.runIf(kind === "chat")("is mailed to nobody, and no mail answers it", async () => {
    const brand = await brandByKey(opener.brand);
    await runTellTask({ message: thread.id });
    expect(await asSystem("test look", (db) => db.$count(outbox, eq(outbox.threadId, thread.id)))).toBe(0);
    const said = await answerByMail({
      ...{ id: uuidv7(), threadId: thread.id, viewer: clientViewer(opener), name: opener.name, brand },
      ...{ body: "It stands again.", folded: undefined, answers: null, files: [] },
      ...{ signal: new AbortController().signal, lastAttempt: true },
    });
    expect(said).toEqual({ refused: "A chat is not answered by mail." });
  });

  it.skipIf(kind === "chat")("is mailed about, answered and closed, and a reply by mail joins it", async () => {
    const brand = await brandByKey(opener.brand);
    const told = async () => {
      const rows = await asSystem("test look", (db) =>
        db.select({ kind: outbox.kind, to: outbox.toAddress }).from(outbox).where(eq(outbox.threadId, thread.id)),
      );
      const kinds = (ours: boolean) =>
        [...new Set(rows.filter(({ to }) => (to === opener.email) === ours).map((row) => row.kind))].sort();
      return { opener: kinds(true), staff: kinds(false) };
    };
    await runTellTask({ message: thread.id });
    expect(await told()).toEqual({ opener: [`${kind}-received`], staff: [expect.stringMatching(`^${kind}-for-`)] });
    const answered = await runAsViewer(worker.viewer, "write", (context) =>
      answerThread({ ...context, name: worker.name }, kind, {
        ...{ id: uuidv7(), number: thread.number, body: "Restart it.", files: [] },
        ...{ source: "portal", then: "closed" },
      }),
    );
    await runTellTask({ message: answered.messageId });
    expect((await told()).opener).toEqual([`${kind}-message`, `${kind}-received`]);
    const said = await answerByMail({
      ...{ id: uuidv7(), threadId: thread.id, viewer: clientViewer(opener), name: opener.name, brand },
      ...{ body: "It stands again.", folded: undefined, answers: answered.messageId, files: [] },
      ...{ signal: new AbortController().signal, lastAttempt: true },
    });
    expect(said).toHaveProperty("messageId");
  });

  it("gets from thread_search() all the words that it is found by", async () => {
    const [row] = await asSystem("test look", (db) =>
      db.execute<{ lost: string[] }>(sql`select array(select unnest(tsvector_to_array(t.search))
        except select unnest(tsvector_to_array(thread_search(t)))) as lost from threads t where t.id = ${thread.id}`),
    );
    expect(row?.lost).toEqual([]);
  });
});
