import { and, desc, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { isOpen } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import { isAwake, queueCounts } from "@/lib/threads/staff/queue/queries";
import { isSnoozed, sleeping } from "@/lib/threads/staff/snoozes/queries";
import { filedCase, member } from "@/tests/integration/threads/cases/staff/support";

const THREADS = 60_000;
const ASLEEP = 200;

/** Closed cases and a tenth of open ones, some of which sleep: copies of one, made without what triggers add to them. */
async function fill(one: string, staffId: string): Promise<void> {
  await asSystem("test world", async (db) => {
    const [columns] = await db.execute<{ names: string }>(sql`
      select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
      where table_name = 'threads' and is_generated = 'NEVER'
        and column_name not in ('id', 'number', 'status', 'closed_at', 'close_reason')`);
    const copied = sql.raw(columns?.names ?? "");
    await db.execute(sql`alter table threads disable trigger user`);
    await db.execute(sql`
      insert into threads (id, number, status, closed_at, close_reason, ${copied})
      select gen_random_uuid(), 'C-' || (200000 + g), case when g % 10 = 0 then 'in_progress' else 'closed' end,
        case when g % 10 = 0 then null else now() end, case when g % 10 = 0 then null else 'solved' end, ${copied}
      from threads one, generate_series(1, ${sql.raw(String(THREADS))}) g where one.id = ${one}::uuid`);
    await db.execute(sql`alter table threads enable trigger user`);
    await db.execute(sql`
      insert into thread_snoozes (thread_id, brand, until, staff_id, staff_name, owner_id)
      select id, brand, now() + interval '1 day', ${staffId}::uuid, 'x', owner_id from threads where status <> 'closed'
      limit ${sql.raw(String(ASLEEP))}`);
    await db.execute(sql`analyze threads`);
    await db.execute(sql`analyze thread_snoozes`);
  });
}

it("among many threads, those that sleep are found by themselves: nothing reads all threads for them", async () => {
  const agent = await member(["support_agent"]);
  const { row } = await filedCase();
  await fill(row.id, agent.id);
  await runAsViewer(agent.viewer, "read", async (context) => {
    const { viewer, db } = context;
    const asleep = sleeping(context);
    const open = and(visibleThreads(viewer, "case"), isOpen);
    const listed = (which: ReturnType<typeof isAwake>) =>
      db
        .select({ id: threads.id })
        .from(threads)
        .where(and(open, which))
        .orderBy(desc(threads.lastMessageAt))
        .limit(50);
    const counts = db.with(asleep).select(queueCounts(viewer, asleep).columns).from(threads).where(open);
    expect(await counts).toMatchObject([{ open: THREADS / 10 + 1 - ASLEEP, snoozed: ASLEEP }]);
    for (const query of [counts, listed(isAwake(viewer)), listed(isSnoozed(viewer))]) {
      const rows = await db.execute<{ "QUERY PLAN": string }>(sql`explain ${query}`);
      const plan = rows.map((line) => line["QUERY PLAN"]).join("\n");
      expect(plan).toContain("thread_snoozes");
      expect(plan).not.toMatch(/Seq Scan on threads/);
    }
  });
});
