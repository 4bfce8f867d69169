import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, it, vi } from "vitest";
import { agreements, messages, threadParticipants, threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { encodePlace } from "@/lib/kit/lists/cursor";
import { listCases } from "@/lib/threads/cases/list/queries";
import { findCase } from "@/lib/threads/cases/queries";
import { parseCaseFilters } from "@/lib/threads/cases/schema";
import { lockCase, replyToCase } from "@/lib/threads/cases/service";
import { readThread } from "@/lib/threads/queries";
import { threadCursor } from "@/lib/threads/schema";
import { cases } from "@/tests/support/threads";
import { createContact } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";
import { as, ENDED, LOCAL, plant } from "./support";

it.each(["agreement", "participant"] as const)(
  "a transaction that waited for the lock of a case finds nothing once the %s is gone",
  async (loss) => {
    const { company, filer } = await plant();
    const colleague = await createContact(company, { casesScope: "own" });
    const row = await createCase(company, filer, { participants: [colleague] });
    const before = await asSystem("test look", (db) => db.select().from(messages).where(eq(messages.threadId, row.id)));
    let reply: Promise<unknown> | undefined;
    await asSystem("test world", async (db) => {
      await db.update(threads).set({ status: "in_progress" }).where(eq(threads.id, row.id));
      reply = as(colleague, (context) =>
        replyToCase(context, { id: uuidv7(), number: row.number, body: "Late.", files: [] }),
      ).catch((error: unknown) => error);
      await vi.waitFor(
        async () => {
          const waiting = await asSystem("test look", (other) =>
            other.execute(sql`select 1 from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%from "threads"%for update%'`),
          );
          expect(waiting).toHaveLength(1);
        },
        { timeout: 20_000 },
      );
      if (loss === "agreement") await db.update(agreements).set(ENDED).where(eq(agreements.companyId, company.id));
      else await db.delete(threadParticipants).where(eq(threadParticipants.threadId, row.id));
    });
    expect(await reply).toMatchObject({ code: "NOT_FOUND" });
    const after = await asSystem("test look", (db) => db.select().from(messages).where(eq(messages.threadId, row.id)));
    expect(after).toEqual(before);
  },
);

it("an invalid cursor of the list of cases is ignored", async () => {
  const { company, filer } = await plant();
  const row = await createCase(company, filer);
  for (const at of [
    "0000-01-01T00:00:00Z",
    "+275760-01-01T00:00:00Z",
    "-271821-04-20T00:00:00Z",
    "1999-12-31T23:59:59Z",
  ]) {
    const after = threadCursor.encode({ side: "after", sort: "waiting", rank: 0, at, id: row.id });
    const filters = parseCaseFilters({ after });
    expect(filters.cursor, at).toBeNull();
    const list = await as(filer, (context) => listCases(context, filters, LOCAL), "read");
    expect(list.rows.map(({ id }) => id)).toEqual([row.id]);
    const page = await as(filer, (context) => readThread(context, row.id, LOCAL, encodePlace([at])), "read");
    expect(page?.items, at).toHaveLength(1);
  }
  const at = row.activeAt.toISOString();
  const after = threadCursor.encode({ side: "after", sort: "waiting", rank: 0, at, id: row.id });
  expect(parseCaseFilters({ after }).cursor).toMatchObject({ at, id: row.id });
});

it("the indexed words of a case stay of a bounded size, and are read by no page", async () => {
  const { company, filer } = await plant();
  const row = await createCase(company, filer);
  const words = () => Array.from({ length: 1_500 }, () => `w${randomBytes(6).toString("hex")}`).join(" ");
  const size = async () => {
    const [found] = await asSystem("test look", (db) =>
      db.select({ bytes: sql<number>`pg_column_size(search)` }).from(cases).where(eq(cases.id, row.id)),
    );
    return found?.bytes ?? 0;
  };
  for (let count = 0; count < 14; count++) {
    await as(filer, (context) => replyToCase(context, { id: uuidv7(), number: row.number, body: words(), files: [] }));
  }
  const full = await size();
  expect(full).toBeGreaterThan(200_000);
  expect(full).toBeLessThan(330_000);
  await as(filer, (context) => replyToCase(context, { id: uuidv7(), number: row.number, body: words(), files: [] }));
  expect(await size()).toBe(full);
  expect(await as(filer, (context) => lockCase(context, { number: row.number }))).not.toHaveProperty("search");
  const page = await as(
    filer,
    (context) => findCase(context, { brand: context.brand, number: row.number }, LOCAL),
    "read",
  );
  expect(page?.thread.items).toHaveLength(16);
});
