import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { contacts, liveEvents } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { systemNow } from "@/lib/kit/time";
import { LiveHub, MAX_REPLAY } from "@/lib/live/hub";
import { cleanLiveEvents } from "@/lib/live/service";
import { createContact } from "../../support/world";
import { createCase } from "../../support/world-threads";
import { asContact, caseWorld, hear, listeners, Reading, say, signIn } from "./support";

let hub = new LiveHub();
afterEach(async () => {
  await hub.closeAll();
  hub = new LiveHub();
});

describe("coming back to the live stream", () => {
  it("tells once what was missed, and nothing that was heard already or is for others", async () => {
    const { contact, case: filed } = await caseWorld();
    const other = await caseWorld();
    const first = await hear(hub, asContact(contact));
    await say(filed, asContact(contact));
    await first.until(() => first.threads.length === 1);
    const last = first.lastId;
    await first.leave();
    await say(other.case, asContact(other.contact));
    await say(filed, asContact(contact));
    await say(filed, asContact(contact));
    const second = await hear(hub, asContact(contact), { last });
    await say(filed, asContact(contact));
    await second.until(() => second.threads.length === 3);
    expect(second.news).toEqual(Array(3).fill({ type: "event", thread: filed.id, kind: "message" }));
  });

  it("begins with what happened since the page was made, where the browser has no position", async () => {
    const { contact, case: filed } = await caseWorld();
    const since = systemNow().epochMilliseconds;
    await say(filed, asContact(contact));
    const reading = await hear(hub, asContact(contact), { since });
    expect(reading.threads).toContain(filed.id);
  });

  it("says that the page must be read again where too much was missed, where it is no longer kept, and where the position was never given out", async () => {
    const { contact, case: filed } = await caseWorld();
    const first = await hear(hub, asContact(contact));
    await say(filed, asContact(contact));
    await first.until(() => first.threads.length === 1);
    const last = first.lastId;
    await first.leave();
    const row = { brand: filed.brand, threadId: filed.id, kind: "state" as const, internal: false };
    await asSystem("test", (db) => db.insert(liveEvents).values(Array(MAX_REPLAY + 1).fill(row)));
    const much = await hear(hub, asContact(contact), { last });
    expect(much.news).toEqual([{ type: "reset" }]);
    const forged = await hear(hub, asContact(contact), { last: "118" });
    expect(forged.news).toEqual([{ type: "reset" }]);

    const kept = much.lastId;
    const [young] = await asSystem("test", (db) => db.insert(liveEvents).values(row).returning());
    await asSystem("test", (db) => db.insert(liveEvents).values(row));
    await asSystem("test", (db) =>
      db
        .update(liveEvents)
        .set({ createdAt: new Date(Date.now() - 25 * 3_600_000) })
        .where(sql`${liveEvents.id} <= ${young?.id}`),
    );
    await cleanLiveEvents(new Date());
    expect((await asSystem("test", (db) => db.select().from(liveEvents))).length).toBe(1);
    const old = await hear(hub, asContact(contact), { last: kept });
    expect(old.news).toEqual([{ type: "reset" }]);
  });

  it("says so at once for a page or a position of more than ten minutes ago, without looking up who may hear", async () => {
    const { contact, case: filed } = await caseWorld();
    const first = await hear(hub, asContact(contact));
    const last = first.lastId;
    await first.leave();
    await say(filed, asContact(contact));
    const age = (minutes: number) =>
      asSystem("test", (db) =>
        db
          .update(liveEvents)
          .set({ createdAt: new Date(Date.now() - minutes * 60_000) })
          .where(eq(liveEvents.threadId, filed.id)),
      );
    await age(9);
    expect((await hear(hub, asContact(contact), { last })).threads).toContain(filed.id);
    expect((await hear(hub, asContact(contact), { since: Date.now() - 9.5 * 60_000 })).threads).toContain(filed.id);
    await age(11);
    expect((await hear(hub, asContact(contact), { last })).news).toEqual([{ type: "reset" }]);
    for (const since of [Date.now() - 11 * 60_000, 100_000_000_000]) {
      expect((await hear(hub, asContact(contact), { since })).news).toEqual([{ type: "reset" }]);
    }
    // To somebody who would hear of none of them too: the answer does not depend on whom the events were for.
    expect((await hear(hub, asContact(await createContact(null)), { last })).news).toEqual([{ type: "reset" }]);
  });

  it("does not tell what the reader may no longer see", async () => {
    const { contact, case: filed } = await caseWorld();
    const first = await hear(hub, asContact(contact));
    const last = first.lastId;
    await first.leave();
    await say(filed, asContact(contact));
    await asSystem("test", (db) => db.update(contacts).set({ casesScope: "none" }).where(eq(contacts.id, contact.id)));
    const second = await hear(hub, asContact(contact), { last });
    expect(second.news).toEqual([]);
  });
});

describe("on the live stream nothing is lost or told twice", () => {
  it("among 200 commits at once, read by streams that stay and by some that come and go", async () => {
    const { company, contact } = await caseWorld();
    const steady = await hear(hub, asContact(contact));
    const goer = await signIn(asContact(contact));
    const before = hub.open(goer.owner, {});
    if (!before) throw new Error("no room");
    const first = await new Reading(before.body).joined();
    await first.leave();
    const filed: string[] = [];
    const heard: unknown[] = [];
    const comeAndGo = async () => {
      let last = first.lastId;
      while (heard.length < 200) {
        const stream = hub.open(goer.owner, { last });
        if (!stream) throw new Error("no room");
        const reading = await new Reading(stream.body).joined();
        // Disconnects after a few more events, whatever is on its way.
        await reading.until(() => reading.threads.length >= Math.min(29, 200 - heard.length));
        await reading.leave();
        await reading.over();
        heard.push(...reading.threads);
        last = reading.lastId;
      }
    };
    const rolledBack = asSystem("test", async (db) => {
      await db.insert(liveEvents).values({ brand: "cimsoft", threadId: company.id, kind: "state", internal: false });
      throw new Error("rolled back");
    });
    // Eight at a time, so that readers get connections in between.
    const file = async () => {
      for (let count = 0; count < 25; count++) filed.push((await createCase(company, contact)).id);
    };
    await Promise.all([...Array.from({ length: 8 }, file), comeAndGo(), expect(rolledBack).rejects.toThrow()]);
    await steady.until(() => steady.threads.length >= 200);
    // An event told twice would have come before this one.
    const end = await createCase(company, contact);
    await steady.until(() => steady.threads.includes(end.id));
    expect([...steady.threads].sort()).toEqual([...filed, end.id].sort());
    expect([...heard].sort()).toEqual([...filed].sort());
  });

  it("when transactions commit in another order than they began", async () => {
    const { contact, case: filed } = await caseWorld();
    const reading = await hear(hub, asContact(contact));
    const row = { brand: filed.brand, threadId: filed.id, kind: "state" as const, internal: false };
    const late = await asSystem("test", async (db) => {
      const [early] = await db.insert(liveEvents).values(row).returning();
      await say(filed, asContact(contact));
      await reading.until(() => reading.threads.length === 1);
      return early?.id;
    });
    await reading.until(() => reading.threads.length === 2);
    expect(late).toBeTypeOf("number");
    expect(reading.news.map(({ kind }) => kind)).toEqual(["message", "state"]);
    // A reader who left in between has a position that does not include the late one.
    const between = reading.frames.find(({ data }) => data?.includes("message"))?.id ?? null;
    const back = await hear(hub, asContact(contact), { last: between });
    expect(back.news.map(({ kind }) => kind)).toEqual(["state"]);
  });

  it("when the connection that listens is cut", async () => {
    const { contact, case: filed } = await caseWorld();
    const reading = await hear(hub, asContact(contact));
    const [listener] = await listeners();
    // One transaction: the message is committed before anybody can listen again.
    await asSystem("test", async (db) => {
      await db.execute(sql`select pg_terminate_backend(${listener?.pid}::int)`);
      await db.insert(liveEvents).values({ brand: filed.brand, threadId: filed.id, kind: "state", internal: false });
    });
    await reading.until(() => reading.threads.length === 1);
    await say(filed, asContact(contact));
    await reading.until(() => reading.threads.length === 2);
    expect(reading.news.map(({ kind }) => kind)).toEqual(["state", "message"]);
    const [again] = await listeners();
    expect(again?.pid).not.toBe(listener?.pid);
  });
});
