import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { sessions } from "@/db/schema";
import { asGate, asSystem } from "@/db/viewer";
import { endSession } from "@/lib/gate/auth/session-store";
import { systemNow } from "@/lib/kit/time";
import { createContact, createStaff } from "../../support/world";
import { createCase, createChat } from "../../support/world-threads";
import { asContact, asMember, caseWorld, colleagueOf, signIn } from "./support";

/** Which of the sessions hear of something in a thread. */
async function hearing(thread: string, internal: boolean, ids: readonly string[]): Promise<string[]> {
  const rows = await asGate("test", (db) =>
    db.execute<{ session_id: string }>(
      sql`select session_id from sessions_that_hear(${thread}::uuid, ${internal}, ${sql.param([...ids])}::uuid[])`,
    ),
  );
  return rows.map(({ session_id }) => session_id).sort();
}

/**
 * Sessions are found from the people of a thread where these are fewer than the sessions that are asked about, and from
 * the sessions themselves otherwise. Ids that no session has make the former of any case.
 */
const padding = Array.from({ length: 3_000 }, () => randomUUID());

async function world() {
  const { company, contact, case: filed } = await caseWorld();
  const [own, none, participant] = await Promise.all([
    colleagueOf(company, "own"),
    colleagueOf(company, "none"),
    colleagueOf(company, "own"),
  ]);
  const shared = await createCase(company, contact, { participants: [participant] });
  const chat = await createChat(company, own, { status: "in_progress" });
  const [agent, marketing, foreign] = await Promise.all([
    createStaff(["support_agent"]),
    createStaff(["marketing"]),
    createStaff(["support_agent"], { brands: ["insource"] }),
  ]);
  const id = async (...given: Parameters<typeof signIn>) => (await signIn(...given)).id;
  const ended = await id(asContact(contact));
  await asSystem("test", (db) => endSession(db, ended, systemNow()));
  const expired = await id(asContact(contact));
  const past = new Date(Date.now() - 60_000);
  await asSystem("test", (db) => db.update(sessions).set({ expiresAt: past }).where(eq(sessions.id, expired)));
  const who = {
    contact: await id(asContact(contact)),
    again: await id(asContact(contact)),
    own: await id(asContact(own)),
    none: await id(asContact(none)),
    participant: await id(asContact(participant)),
    agent: await id(asMember(agent)),
    agentElsewhere: await id(asMember(agent), "insource"),
    marketing: await id(asMember(marketing)),
    foreign: await id(asMember(foreign)),
    otherBrand: await id(asContact(contact), "insource"),
    otherCompany: await id(asContact((await caseWorld()).contact)),
    noCompany: await id(asContact(await createContact(null))),
    ended,
    expired,
  };
  return { filed, shared, chat, who };
}

it("the same sessions hear of a thread, whether few or very many are asked about", async () => {
  const { filed, shared, chat, who } = await world();
  const all = Object.values(who);
  const members = [who.agent, who.agentElsewhere];
  const expected = [
    { thread: filed.id, internal: false, by: [who.contact, who.again, ...members] },
    { thread: shared.id, internal: false, by: [who.contact, who.again, who.participant, ...members] },
    { thread: chat.id, internal: false, by: [who.own, ...members] },
    ...[filed, shared, chat].map(({ id }) => ({ thread: id, internal: true, by: members })),
    { thread: randomUUID(), internal: false, by: [] },
  ];
  for (const { thread, internal, by } of expected) {
    expect(await hearing(thread, internal, [...all, ...padding])).toEqual([...by].sort());
    const alone = await Promise.all(all.map((id) => hearing(thread, internal, [id])));
    expect(alone.flat().sort()).toEqual([...by].sort());
    expect(await hearing(thread, internal, padding)).toEqual([]);
  }
});
