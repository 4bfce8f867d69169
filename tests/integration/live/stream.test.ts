import { eq, inArray } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { agreements, contacts, liveEvents, sessions, staff } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { endSession } from "@/lib/gate/auth/session-store";
import { systemNow } from "@/lib/kit/time";
import { LiveHub, MAX_OF_ACCOUNT } from "@/lib/live/hub";
import { createContact, createStaff } from "../../support/world";
import { createCase } from "../../support/world-threads";
import { asContact, asMember, caseWorld, colleagueOf, hear, listeners, note, Reading, say, signIn } from "./support";

let hub = new LiveHub();
afterEach(async () => {
  await hub.closeAll();
  hub = new LiveHub();
});

describe("who hears of a message on the live stream", () => {
  it("is everybody who may see the case: the company's scope, the filer, participants, agents", async () => {
    const { company, contact } = await caseWorld();
    const filer = await colleagueOf(company, "own");
    const takesPart = await colleagueOf(company, "own");
    const filed = await createCase(company, filer, { participants: [takesPart] });
    const agent = await createStaff(["support_agent"]);
    const all = await Promise.all(
      [asContact(contact), asContact(filer), asContact(takesPart), asMember(agent)].map((who) => hear(hub, who)),
    );
    await say(filed, asContact(filer));
    for (const reading of all) {
      await reading.until(() => reading.threads.length > 0);
      expect(reading.news).toEqual([{ type: "event", thread: filed.id, kind: "message" }]);
    }
  });

  it("is nobody else: no colleague without the scope, other company, other brand or other role", async () => {
    const { company, contact, case: filed } = await caseWorld();
    const other = await caseWorld();
    const foreign = await caseWorld("insource");
    const outsiders = await Promise.all([
      hear(hub, asContact(await colleagueOf(company, "own"))),
      hear(hub, asContact(await colleagueOf(company, "none"))),
      hear(hub, asContact(other.contact)),
      hear(hub, asContact(foreign.contact), { brand: "insource" }),
      hear(hub, asMember(await createStaff(["marketing"]))),
      hear(hub, asMember(await createStaff(["support_agent"], { brands: ["insource"] }))),
    ]);
    const insider = await hear(hub, asContact(contact));
    await say(filed, asContact(contact));
    // Streams are told in one go: an event for the outsider would have arrived by now.
    await insider.until(() => insider.threads.length > 0);
    await hub.closeAll();
    for (const reading of outsiders) {
      await reading.over();
      expect(reading.news).toEqual([]);
    }
  });

  it("includes no client for an internal note, and no position tells that there was one", async () => {
    const { contact, case: filed } = await caseWorld();
    const agent = await createStaff(["support_agent"]);
    const client = await hear(hub, asContact(contact));
    const staffReading = await hear(hub, asMember(agent));
    await note(filed, agent);
    await staffReading.until(() => staffReading.threads.length === 1);
    expect(staffReading.news).toEqual([{ type: "event", thread: filed.id, kind: "note" }]);
    await say(filed, asMember(agent));
    await client.until(() => client.threads.length > 0);
    expect(client.news).toEqual([{ type: "event", thread: filed.id, kind: "message" }]);
    // Positions are sealed: all of one length, never equal, and without a number to count by.
    const ids = client.frames.flatMap(({ id }) => (id ? [id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids.map((id) => id.length)).size).toBe(1);
    for (const id of ids) expect(Buffer.from(id, "base64url").toString("latin1")).not.toMatch(/^[\x20-\x7e]*$/);
  });
});

describe("an open live stream follows what its reader may see at once when", () => {
  const stillHears = async (world: Awaited<ReturnType<typeof caseWorld>>, withdraw: () => Promise<unknown>) => {
    const agent = await createStaff(["support_agent"]);
    const staffReading = await hear(hub, asMember(agent));
    const client = await hear(hub, asContact(world.contact));
    await say(world.case, asMember(agent));
    await client.until(() => client.threads.length === 1);
    await withdraw();
    await say(world.case, asMember(agent));
    await staffReading.until(() => staffReading.threads.length === 2);
    await hub.closeAll();
    await client.over();
    return client.threads.length > 1;
  };
  const change = (contactId: string, set: Partial<typeof contacts.$inferInsert>) =>
    asSystem("test", (db) => db.update(contacts).set(set).where(eq(contacts.id, contactId)));

  it("nothing is withdrawn: it goes on", async () => {
    expect(await stillHears(await caseWorld(), async () => {})).toBe(true);
  });

  it("the right is withdrawn", async () => {
    const world = await caseWorld();
    expect(await stillHears(world, () => change(world.contact.id, { casesScope: "none" }))).toBe(false);
  });

  it("the agreement ends", async () => {
    const world = await caseWorld();
    const end = () =>
      asSystem("test", (db) =>
        db
          .update(agreements)
          .set({ endsOn: "2026-01-01", startsOn: "2025-01-01" })
          .where(eq(agreements.id, world.agreement.id)),
      );
    expect(await stillHears(world, end)).toBe(false);
  });

  it("the contact is moved out of the company, though the case is their own", async () => {
    const world = await caseWorld();
    expect(await stillHears(world, () => change(world.contact.id, { primaryCompanyId: null }))).toBe(false);
  });

  it("an agent's role is taken away", async () => {
    const { contact, case: filed } = await caseWorld();
    const agent = await createStaff(["support_agent"]);
    const reading = await hear(hub, asMember(agent));
    const client = await hear(hub, asContact(contact));
    await asSystem("test", (db) =>
      db
        .update(staff)
        .set({ roles: ["marketing"] })
        .where(eq(staff.id, agent.id)),
    );
    await say(filed, asContact(contact));
    await client.until(() => client.threads.length === 1);
    await hub.closeAll();
    await reading.over();
    expect(reading.threads).toEqual([]);
  });

  it("the session ends: the stream is told so and closed", async () => {
    const { contact } = await caseWorld();
    const reading = await hear(hub, asContact(contact));
    const other = await hear(hub, asContact(contact));
    await asSystem("test", (db) => endSession(db, reading.session.id, systemNow()));
    await reading.over();
    expect(reading.frames.at(-1)).toMatchObject({ event: "end", data: "session" });
    expect(other.isOver).toBe(false);
    expect(hub.size).toBe(1);
  });

  it("the session ended while the stream was being opened", async () => {
    const { contact } = await caseWorld();
    const session = await signIn(asContact(contact));
    await asSystem("test", (db) => endSession(db, session.id, systemNow()));
    const stream = hub.open(session.owner, {});
    if (!stream) throw new Error("no stream");
    const reading = new Reading(stream.body);
    await reading.over();
    expect(reading.frames.at(-1)).toMatchObject({ event: "end", data: "session" });
  });

  it("the session idles out or the account is closed; an open stream does not count as use", async () => {
    const { contact } = await caseWorld();
    const idle = await hear(hub, asContact(contact));
    const closed = await hear(hub, asContact(await createContact(null)));
    await hub.checkSessions();
    expect(hub.size).toBe(2);
    const long = new Date(Date.now() - 11 * 3_600_000);
    await asSystem("test", (db) =>
      db.update(sessions).set({ lastSeenAt: long }).where(eq(sessions.id, idle.session.id)),
    );
    await hub.checkSessions();
    expect(idle.isOver).toBe(false);
    const [seen] = await asSystem("test", (db) => db.select().from(sessions).where(eq(sessions.id, idle.session.id)));
    expect(seen?.lastSeenAt).toEqual(long);
    await asSystem("test", (db) =>
      db
        .update(sessions)
        .set({ lastSeenAt: new Date(Date.now() - 13 * 3_600_000) })
        .where(eq(sessions.id, idle.session.id)),
    );
    await asSystem("test", (db) =>
      db.update(contacts).set({ closedAt: new Date() }).where(eq(contacts.id, closed.session.owner.account.id)),
    );
    await hub.checkSessions();
    await Promise.all([idle.over(), closed.over()]);
    expect(hub.size).toBe(0);
  });
});

describe("the live streams of one process", () => {
  it("listen to the database once for 50 streams, and not at all for none", async () => {
    const worlds = await Promise.all(Array.from({ length: 50 }, () => createContact(null, { casesScope: "own" })));
    const readings = await Promise.all(worlds.map((contact) => hear(hub, asContact(contact))));
    expect(await listeners()).toHaveLength(1);
    expect(hub.size).toBe(50);
    await Promise.all(readings.map((reading) => reading.leave()));
    expect(hub.size).toBe(0);
    await hub.closeAll();
    await expect.poll(async () => (await listeners()).length).toBe(0);
    const again = await hear(hub, asContact(await createContact(null)));
    expect(await listeners()).toHaveLength(1);
    await again.leave();
  });

  it("are at most five an account: the oldest is closed and told not to come back", async () => {
    const { contact } = await caseWorld();
    const readings = [];
    for (let count = 0; count <= MAX_OF_ACCOUNT; count++) readings.push(await hear(hub, asContact(contact)));
    await readings[0]?.over();
    expect(readings[0]?.frames.at(-1)).toMatchObject({ event: "end", data: "crowded" });
    expect(readings.slice(1).map(({ isOver }) => isOver)).toEqual(Array(MAX_OF_ACCOUNT).fill(false));
    expect(hub.size).toBe(MAX_OF_ACCOUNT);
  });

  it("all end with the process, which takes no more", async () => {
    const { contact } = await caseWorld();
    const reading = await hear(hub, asContact(contact));
    await hub.shutDown();
    await reading.over();
    // No event tells of an end, so the browser connects again by itself, to the next process.
    expect(reading.frames.some(({ event }) => event === "end")).toBe(false);
    expect(hub.open((await signIn(asContact(contact))).owner, {})).toBeNull();
  });

  it("keep no events of others in the answer to somebody who was never let in", async () => {
    const { contact, case: filed } = await caseWorld();
    await say(filed, asContact(contact));
    const ids = await asSystem("test", (db) =>
      db
        .select({ thread: liveEvents.threadId })
        .from(liveEvents)
        .where(inArray(liveEvents.threadId, [filed.id])),
    );
    expect(ids.length).toBeGreaterThan(0);
    const stranger = await hear(hub, asContact(await createContact(null)), { since: Date.now() - 60_000 });
    expect(stranger.news).toEqual([]);
  });
});
