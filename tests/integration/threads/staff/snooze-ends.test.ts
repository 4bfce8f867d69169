import { and, eq, gt, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import {
  auditEvents,
  liveEvents,
  messages,
  notices,
  outbox,
  staff,
  staffBrands,
  threadSnoozes,
  threads,
} from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { runTellTask } from "@/lib/jobs/tell";
import { kindsFor } from "@/lib/mail/notices/policy";
import { listNotices } from "@/lib/mail/notices/queries";
import { replyToCaseAction } from "@/lib/threads/cases/actions";
import { followCaseAction, snoozeCaseAction } from "@/lib/threads/cases/staff/actions";
import { answerCase } from "@/lib/threads/cases/staff/service";
import { markRead } from "@/lib/threads/service";
import { endSnoozes } from "@/lib/threads/staff/snoozes/tasks";
import { act, answer, filedCase, type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { nobodysId } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const LOCAL = { zone: "America/New_York" };
const staffOf = ({ id }: Member): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });
const inHours = (hours: number) => `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19)}Z`;

/** A case that `by` snoozed for two hours; it is of `owner`. */
async function snoozed(over: { owner?: Member; by?: Member } = {}) {
  const by = over.by ?? (await member(["support_agent"], "Kim Duarte"));
  const filed = await filedCase(over.owner ? { ownerId: over.owner.id } : {});
  await send(snoozeCaseAction, staffOf(by), { number: filed.number, until: inHours(2) });
  expect(await rowsOf(filed.row.id)).toHaveLength(1);
  return { ...filed, by };
}

const rowsOf = (threadId: string) =>
  asSystem("test looks", (db) => db.select().from(threadSnoozes).where(eq(threadSnoozes.threadId, threadId)));

/** As if its time had come. */
const letPass = (threadId: string) =>
  asSystem("test lets time pass", (db) =>
    db
      .update(threadSnoozes)
      .set({ until: sql`${threadSnoozes.createdAt} + interval '1 millisecond'` })
      .where(eq(threadSnoozes.threadId, threadId)),
  );

/** What the bell has of the thread's snooze, by person. */
const bells = (threadId: string) =>
  asSystem("test reads the bell", (db) =>
    db
      .select({ who: notices.personId, title: notices.title, path: notices.path, readAt: notices.readAt })
      .from(notices)
      .where(and(eq(notices.threadId, threadId), eq(notices.kind, "snooze-ended"))),
  );

const changed = (threadId: string, set: Partial<typeof threads.$inferInsert>) =>
  asSystem("test changes a case", (db) => db.update(threads).set(set).where(eq(threads.id, threadId)));

/** The client writes, and the job about the message runs as often as is asked. */
async function answered({ filer, number, row }: Awaited<ReturnType<typeof snoozed>>, runs = 1) {
  const reply = { id: nobodysId(), number, body: "It stopped again." };
  expect((await send(replyToCaseAction, contactOf(filer), reply)).kind).toBe("redirected");
  const [said] = await asSystem("test looks", (db) =>
    db
      .select()
      .from(messages)
      .where(and(eq(messages.threadId, row.id), eq(messages.body, reply.body))),
  );
  for (let run = 0; run < runs; run++) await runTellTask({ message: said?.id });
}

describe("a snooze whose time has come", () => {
  it("rings for who snoozed and for the owner, once each, also where they have read everything", async () => {
    const owner = await member(["support_agent"], "Priya Raman");
    const { row, number, by } = await snoozed({ owner });
    for (const who of [by, owner]) await act(who, (context) => markRead(context, row.id));
    await endSnoozes();
    expect(await bells(row.id)).toEqual([]);
    await letPass(row.id);
    await Promise.all([endSnoozes(), endSnoozes()]);
    await endSnoozes();
    const rung = await bells(row.id);
    expect(rung.map(({ who }) => who).sort()).toEqual([by.id, owner.id].sort());
    for (const bell of rung) {
      expect(bell).toMatchObject({ path: `/staff/cases/${number}`, readAt: null });
      expect(bell.title).toBe(`${number} is back from snooze: ${row.subject}`);
    }
    expect(await rowsOf(row.id)).toEqual([]);
    const logged = await asSystem("test reads the log", (db) =>
      db
        .select({ actor: auditEvents.actorKind, details: auditEvents.details })
        .from(auditEvents)
        .where(and(eq(auditEvents.entityId, row.id), eq(auditEvents.action, "case.snooze-ended"))),
    );
    expect(logged).toMatchObject([{ actor: "system", details: { number, why: "time" } }]);
    const [day] = (await runAsViewer(by.viewer, "read", (context) => listNotices(context, null, LOCAL))).days;
    expect(day?.rows[0]).toMatchObject({ title: rung[0]?.title, isUnread: true });
  });

  it("is mailed to nobody who has not asked for such mails, and can be asked for", async () => {
    const { row, by } = await snoozed();
    await letPass(row.id);
    await endSnoozes();
    const mails = await asSystem("test reads mails", (db) =>
      db
        .select()
        .from(outbox)
        .where(and(eq(outbox.threadId, row.id), eq(outbox.kind, "snooze-ended"))),
    );
    expect(mails).toEqual([]);
    expect(kindsFor(by.viewer)).toContain("snooze-ended");
  });

  it("tells open pages of staff, and of no client, when it begins and when it ends", async () => {
    const heard = (after: number) =>
      asSystem("test reads live events", (db) =>
        db
          .select({ kind: liveEvents.kind, internal: liveEvents.internal, id: liveEvents.id })
          .from(liveEvents)
          .where(and(eq(liveEvents.threadId, row.id), gt(liveEvents.id, after))),
      );
    const { row } = await snoozed();
    const begun = await heard(0);
    expect(begun.at(-1)).toMatchObject({ kind: "state", internal: true });
    await letPass(row.id);
    await endSnoozes();
    expect(await heard(begun.at(-1)?.id ?? 0)).toMatchObject([{ kind: "state", internal: true }]);
  });

  it("tells nobody of a closed case, of one with another owner, or of one that they may not work any more", async () => {
    const closed = await snoozed();
    await changed(closed.row.id, { status: "closed", closeReason: "solved", closedAt: new Date() });
    const given = await snoozed();
    await changed(given.row.id, { ownerId: (await member(["support_agent"])).id });
    const moved = await snoozed();
    const left = await snoozed();
    const reads = await snoozed();
    await asSystem("test takes rights", async (db) => {
      await db.delete(staffBrands).where(and(eq(staffBrands.staffId, moved.by.id), eq(staffBrands.brand, "cimsoft")));
      await db.update(staff).set({ closedAt: new Date() }).where(eq(staff.id, left.by.id));
      await db
        .update(staff)
        .set({ roles: ["account_manager"] })
        .where(eq(staff.id, reads.by.id));
    });
    for (const { row } of [closed, given, moved, left, reads]) await letPass(row.id);
    await endSnoozes();
    for (const { row } of [closed, given, moved, left, reads]) {
      expect(await bells(row.id)).toEqual([]);
      expect(await rowsOf(row.id)).toEqual([]);
    }
  });

  it("rings anew when it is snoozed anew", async () => {
    const { row, number, by } = await snoozed();
    for (let time = 1; time <= 2; time++) {
      await letPass(row.id);
      await endSnoozes();
      expect(await bells(row.id)).toHaveLength(time);
      await send(snoozeCaseAction, staffOf(by), { number, until: inHours(3) });
    }
  });
});

describe("a snooze that the client answers", () => {
  it("rings for who snoozed, and not again for who has the message in the bell", async () => {
    const owner = await member(["support_agent"], "Priya Raman");
    const it = await snoozed({ owner });
    await answered(it, 2);
    expect(await bells(it.row.id)).toMatchObject([
      { who: it.by.id, title: `${it.number} is back from snooze, the client wrote: ${it.row.subject}`, readAt: null },
    ]);
    expect(await rowsOf(it.row.id)).toEqual([]);
    const own = await snoozed({ owner, by: owner });
    await answered(own);
    expect(await bells(own.row.id)).toEqual([]);
    const followed = await snoozed({ owner });
    await send(followCaseAction, staffOf(followed.by), { number: followed.number, wish: "follow" });
    await answered(followed);
    expect(await bells(followed.row.id)).toEqual([]);
    for (const { row } of [own, followed]) expect(await rowsOf(row.id)).toEqual([]);
  });

  it("is found a little later where the job about the message did not end it", async () => {
    const owner = await member(["support_agent"], "Priya Raman");
    const { row, by } = await snoozed({ owner });
    await asSystem("test lets time pass", (db) =>
      db
        .update(threadSnoozes)
        .set({ createdAt: new Date(Date.now() - 600_000) })
        .where(eq(threadSnoozes.threadId, row.id)),
    );
    await changed(row.id, { lastAuthorKind: "contact", lastMessageAt: new Date(Date.now() - 30_000) });
    await endSnoozes();
    expect(await rowsOf(row.id)).toHaveLength(1);
    await changed(row.id, { lastAuthorKind: "contact", lastMessageAt: new Date(Date.now() - 300_000) });
    await endSnoozes();
    expect((await bells(row.id)).map(({ who }) => who).sort()).toEqual([by.id, owner.id].sort());
  });

  it("goes on while only the firm writes, and is left where its case was closed", async () => {
    const { row, number, by } = await snoozed();
    await act(by, (context) => answerCase(context, answer(number)));
    await endSnoozes();
    expect(await rowsOf(row.id)).toHaveLength(1);
    await changed(row.id, { status: "closed", closeReason: "solved", closedAt: new Date() });
    await endSnoozes();
    expect(await rowsOf(row.id)).toHaveLength(1);
    expect(await bells(row.id)).toEqual([]);
  });
});
