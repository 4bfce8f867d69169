import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { describe, expect, it } from "vitest";
import { auditEvents, chatAgents, messages, threads } from "@/db/schema";
import { STAFF_ROLES } from "@/db/schema/constants";
import { runAsViewer } from "@/db/viewer";
import { brandByKey, loadBrands } from "@/lib/gate/brand/load";
import { countChats, listChats, listPastChats } from "@/lib/threads/chats/list/queries";
import { parseChatFilters } from "@/lib/threads/chats/list/schema";
import { findChat, findOpenChat } from "@/lib/threads/chats/queries";
import { endOwnChat, sayInChat, startChat } from "@/lib/threads/chats/service";
import { listAgents, readDesk } from "@/lib/threads/chats/staff/desk/queries";
import { findStaffChat } from "@/lib/threads/chats/staff/queries";
import {
  answerChat,
  endChat,
  handOver,
  invite,
  noteChat,
  setAvailability,
  setTalks,
  takeChat,
} from "@/lib/threads/chats/staff/service";
import { neverOpen } from "../../../support/brand";
import { clientViewer, createContact, createStaff, nobodysId, staffViewer } from "../../../support/world";
import { agent, asAgent, asClient, bodiesOf, formOf, look, plant, reading, rowOf, started, talking } from "./support";

const LOCAL = { zone: "America/New_York" };
const say = (number: string, body: string, id = uuidv7()) => ({ id, number, body, files: [] });

describe("starting a chat", () => {
  it("puts it into the queue with its first message, once however often the form is sent", async () => {
    const { client } = await plant();
    const form = formOf(uuidv7());
    const first = await asClient(client, (context) => startChat(context, form));
    const again = await asClient(client, (context) => startChat(context, form));
    expect(again).toEqual(first);
    expect(await rowOf(form.id)).toMatchObject({ number: first.number, status: "new", ownerId: null, outcome: null });
    expect(await bodiesOf(form.id)).toEqual(["At 2 a.m."]);
  });

  it("is refused outside chat hours, and nothing is written", async () => {
    const { client } = await plant();
    const form = formOf(uuidv7());
    await expect(asClient(client, (context) => startChat(context, form), neverOpen)).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await look((db) => db.$count(threads, eq(threads.openedBy, client.id)))).toBe(0);
  });

  it("is refused to a contact without the right, and for a company without an agreement", async () => {
    const { company } = await plant();
    const stranger = await createContact(company, { casesScope: "none" });
    await expect(asClient(stranger, (context) => startChat(context, formOf(uuidv7())))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const { company: other } = await plant();
    const { client } = await plant();
    const form = { ...formOf(uuidv7()), company: other.id };
    await expect(asClient(client, (context) => startChat(context, form))).rejects.toMatchObject({ field: "company" });
  });

  it("gives a contact one chat at a time, also from two devices at the same moment", async () => {
    const { client } = await plant();
    const results = await Promise.allSettled(
      [0, 1, 2].map(() => asClient(client, (context) => startChat(context, formOf(uuidv7())))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "CONFLICT" });
    }
  });
});

describe("a talk", () => {
  it("is taken by one agent alone, whoever presses Take at the same moment", async () => {
    const { number, id } = await started();
    const members = await Promise.all([agent(), agent(), agent()]);
    const results = await Promise.allSettled(
      members.map((member) => asAgent(member, (context) => takeChat(context, { number }))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const row = await rowOf(id);
    expect(row.status).toBe("in_progress");
    expect(row.firstTakenAt).not.toBeNull();
    const owner = members.find((member) => member.id === row.ownerId);
    if (!owner) throw new Error("nobody has it");
    await asAgent(owner, (context) => takeChat(context, { number }));
  });

  it("is one of three at most for an agent, or of as many as are set for them", async () => {
    const member = await agent();
    for (let taken = 0; taken < 3; taken++) {
      const { number } = await started();
      await asAgent(member, (context) => takeChat(context, { number }));
    }
    const { number } = await started();
    await expect(asAgent(member, (context) => takeChat(context, { number }))).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await look((db) => db.update(chatAgents).set({ talks: 4 }).where(eq(chatAgents.staffId, member.id)));
    await asAgent(member, (context) => takeChat(context, { number }));
  });

  it("goes both ways, each message once however often it is sent", async () => {
    const { client, member, number, id } = await talking();
    const own = say(number, "It stands still.");
    for (let sent = 0; sent < 3; sent++) await asClient(client, (context) => sayInChat(context, own));
    const theirs = say(number, "Restart it.");
    for (let sent = 0; sent < 3; sent++) await asAgent(member, (context) => answerChat(context, theirs));
    expect(await bodiesOf(id)).toEqual(["At 2 a.m.", "It stands still.", "Restart it."]);
    await expect(
      asClient(client, (context) => sayInChat(context, { ...own, body: "Something else." })),
    ).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("takes no answer before somebody has taken it, and no message after its end", async () => {
    const chat = await started();
    const member = await agent();
    const answer = say(chat.number, "Restart it.");
    await expect(asAgent(member, (context) => answerChat(context, answer))).rejects.toMatchObject({ code: "CONFLICT" });
    await asAgent(member, (context) => takeChat(context, { number: chat.number }));
    await asAgent(member, (context) => endChat(context, { number: chat.number, outcome: "solved" }));
    expect(await rowOf(chat.id)).toMatchObject({ status: "closed", outcome: "solved", caseId: null });
    await expect(
      asClient(chat.client, (context) => sayInChat(context, say(chat.number, "Wait."))),
    ).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(asAgent(member, (context) => answerChat(context, say(chat.number, "Yes?")))).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await bodiesOf(chat.id)).toEqual(["At 2 a.m."]);
  });

  it("is ended by its client too, and then another one can begin", async () => {
    const { client, number, id } = await talking();
    await asClient(client, (context) => endOwnChat(context, { number }));
    await asClient(client, (context) => endOwnChat(context, { number }));
    expect(await rowOf(id)).toMatchObject({ status: "closed", outcome: "left" });
    await asClient(client, (context) => startChat(context, formOf(uuidv7())));
    const past = await reading(clientViewer(client), (context) => listPastChats(context, LOCAL));
    expect(past).toMatchObject([{ number, outcome: "left", caseNumber: null }]);
  });

  it("stands in the list of its client's chats with those that go on and the cases that came of them, and is found there by its words", async () => {
    const { client, member, number, id } = await talking();
    await asAgent(member, (context) => endChat(context, { number, outcome: "unsolved" }));
    const next = uuidv7();
    const { number: open } = await asClient(client, (context) =>
      startChat(context, { ...formOf(next), subject: "Trend is empty" }),
    );
    const list = (q: string) =>
      reading(clientViewer(client), (context) => listChats(context, parseChatFilters({ q }), LOCAL));
    const became = await look((db) => db.select().from(threads).where(eq(threads.openedBy, client.id)));
    const caseNumber = became.find(({ kind }) => kind === "case")?.number;
    expect(caseNumber).toMatch(/^C-/);
    expect(await list("")).toMatchObject({
      count: 2,
      rows: [
        { number: open, status: "new", outcome: null, caseNumber: null },
        { number, status: "closed", outcome: "unsolved", caseNumber },
      ],
    });
    expect(await list("trend empty")).toMatchObject({ count: 1, rows: [{ number: open }] });
    expect(await list("historian")).toMatchObject({ count: 1, rows: [{ number }] });
    expect(await reading(clientViewer(client), countChats)).toBe(2);
    expect((await rowOf(id)).caseId).not.toBeNull();
  });

  it("is handed over to a colleague, or back to the head of the queue", async () => {
    const { number, id, member } = await talking();
    const colleague = await agent({ name: "Lee Novak" });
    await asAgent(member, (context) => handOver(context, { number, to: colleague.id }));
    expect(await rowOf(id)).toMatchObject({ status: "in_progress", ownerId: colleague.id });
    await asAgent(colleague, (context) => handOver(context, { number, to: "queue" }));
    expect(await rowOf(id)).toMatchObject({ status: "new", ownerId: null, isBack: true });
    const manager = await createStaff(["account_manager"]);
    await asAgent(member, (context) => takeChat(context, { number }));
    await expect(asAgent(member, (context) => handOver(context, { number, to: manager.id }))).rejects.toMatchObject({
      field: "to",
    });
  });

  it("is among the talks of a colleague who was asked to join, and clients are not told", async () => {
    const { number, member, client } = await talking();
    const colleague = await agent();
    await asAgent(member, (context) => invite(context, { number, colleague: colleague.id }));
    await asAgent(member, (context) => invite(context, { number, colleague: colleague.id }));
    const desk = await reading(staffViewer(colleague), async (context) => readDesk(context, await loadBrands()));
    expect(desk.mine).toMatchObject([{ number, isInvited: true }]);
    const brand = await brandByKey("cimsoft");
    const chat = await reading(clientViewer(client), (context) => findChat(context, { brand, number }, LOCAL));
    expect(chat?.thread.items.filter((item) => item.kind === "event").map(({ what }) => what)).toEqual([
      "started",
      "taken",
    ]);
  });
});

describe("the queue", () => {
  it("has those that were handed back first, then those that wait longest, and tells each client their place", async () => {
    const brand = await brandByKey("insource");
    const [first, second] = [await started("insource"), await started("insource")];
    const back = await talking("insource");
    await asAgent(back.member, (context) => handOver(context, { number: back.number, to: "queue" }));
    const desk = await reading(staffViewer(await agent()), async (context) => readDesk(context, await loadBrands()));
    const ours = [first, second, back].map(({ number }) => number);
    expect(desk.queue.map(({ number }) => number).filter((number) => ours.includes(number))).toEqual([
      back.number,
      first.number,
      second.number,
    ]);
    const placeOf = async ({ client, number }: typeof first) =>
      (await reading(clientViewer(client), (context) => findChat(context, { brand, number }, LOCAL)))?.state.place ?? 0;
    const [one, two, three] = [await placeOf(back), await placeOf(first), await placeOf(second)];
    expect(one).toBeLessThan(two);
    expect(two).toBeLessThan(three);
  });

  it("says whether an agent takes chats: one who is available and whose browser is there", async () => {
    const { client, number } = await started();
    const brand = await brandByKey("cimsoft");
    const member = await agent({ brands: ["cimsoft"] });
    await look((db) => db.update(chatAgents).set({ isAvailable: false }));
    const isStaffed = async () =>
      (await reading(clientViewer(client), (context) => findChat(context, { brand, number }, LOCAL)))?.state.isStaffed;
    expect(await isStaffed()).toBe(false);
    await asAgent(member, (context) => setAvailability(context, { available: true }));
    expect(await isStaffed()).toBe(true);
    await look((db) =>
      db
        .update(chatAgents)
        .set({ seenAt: new Date(Date.now() - 61_000) })
        .where(eq(chatAgents.staffId, member.id)),
    );
    expect(await isStaffed()).toBe(false);
    await asAgent(member, (context) => setAvailability(context, { available: false, reason: "Lunch" }));
    expect(await isStaffed()).toBe(false);
  });
});

describe("the limit of talks", () => {
  it("is set by an administrator of a brand of the agent's, also before the agent was ever there, and is audited", async () => {
    const administrator = await createStaff(["administrator"]);
    const member = await agent();
    await asAgent(administrator, (context) => setTalks(context, { agent: member.id, talks: 1 }));
    const first = await started();
    const second = await started();
    await asAgent(member, (context) => takeChat(context, { number: first.number }));
    await expect(asAgent(member, (context) => takeChat(context, { number: second.number }))).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await asAgent(administrator, (context) => setTalks(context, { agent: member.id, talks: 2 }));
    await asAgent(member, (context) => takeChat(context, { number: second.number }));
    const lines = await reading(staffViewer(administrator), listAgents);
    expect(lines.find(({ id }) => id === member.id)).toMatchObject({ talking: 2, talks: 2, isAvailable: false });
    const told = await look((db) => db.select().from(auditEvents).where(eq(auditEvents.entityId, member.id)));
    expect(told.filter(({ action }) => action === "chat-agent.talks-set")).toMatchObject([
      { actorId: administrator.id, details: { talks: 1 } },
      { actorId: administrator.id, details: { talks: 2 } },
    ]);
  });

  it("is set by nobody else, for nobody who is no agent there, and not by the database's own function", async () => {
    const member = await agent();
    const elsewhere = await agent({ brands: ["insource"] });
    const manager = await createStaff(["account_manager"]);
    const administrator = await createStaff(["administrator"], { brands: ["cimsoft"] });
    const refused = { code: "NOT_FOUND" };
    for (const role of STAFF_ROLES.filter((role) => role !== "administrator")) {
      const other = await createStaff([role]);
      const set = asAgent(other, (context) => setTalks(context, { agent: member.id, talks: 9 }));
      await expect(set, role).rejects.toMatchObject(refused);
      const [row] = await runAsViewer(staffViewer(other), "write", ({ db }) =>
        db.execute<{ brand: string | null }>(`select set_chat_talks('${member.id}', 9) as brand`),
      );
      expect(row?.brand, role).toBeNull();
    }
    for (const id of [elsewhere.id, manager.id, nobodysId()]) {
      const set = runAsViewer(staffViewer(administrator, ["cimsoft"]), "write", (context) =>
        setTalks({ ...context, name: administrator.name }, { agent: id, talks: 9 }),
      );
      await expect(set).rejects.toMatchObject(refused);
    }
    expect(await look((db) => db.$count(chatAgents, eq(chatAgents.talks, 9)))).toBe(0);
    for (const role of STAFF_ROLES.filter((role) => role !== "support_agent" && role !== "administrator")) {
      expect(await reading(staffViewer(await createStaff([role])), listAgents), role).toEqual([]);
    }
  });
});

describe("a chat of somebody else", () => {
  it("is missing for colleagues of every scope, other companies, the other brand and every other role, and nothing is written", async () => {
    const { company, number, id } = await talking();
    const brand = await brandByKey("cimsoft");
    const outsiders = [
      await createContact(company, { casesScope: "company", requestsScope: "company" }),
      await createContact(company, { casesScope: "own" }),
      await createContact(company, { casesScope: "none" }),
      (await plant()).client,
      (await plant("insource")).client,
    ];
    for (const outsider of outsiders) {
      const viewer = clientViewer(outsider);
      expect(await reading(viewer, (context) => findChat(context, { brand, number }, LOCAL))).toBeNull();
      expect(await reading(viewer, findOpenChat)).toBeNull();
      expect(await reading(viewer, (context) => listPastChats(context, LOCAL))).toEqual([]);
      expect(await reading(viewer, (context) => listChats(context, parseChatFilters({}), LOCAL))).toMatchObject({
        rows: [],
        count: 0,
      });
      expect(await reading(viewer, countChats)).toBe(0);
      await expect(asClient(outsider, (context) => sayInChat(context, say(number, "Hello.")))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      await expect(asClient(outsider, (context) => endOwnChat(context, { number }))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
    const brands = await loadBrands();
    const read = STAFF_ROLES.filter((role) => role !== "support_agent" && role !== "administrator");
    for (const role of read) {
      const member = await createStaff([role]);
      const viewer = staffViewer(member);
      expect(
        await reading(viewer, (context) => findStaffChat(context, number, { brands, local: LOCAL, agent: "x" })),
        role,
      ).toBeNull();
      expect((await reading(viewer, (context) => readDesk(context, brands))).queue, role).toEqual([]);
      await expect(asAgent(member, (context) => answerChat(context, say(number, "Hello.")))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
    const elsewhere = staffViewer(await agent(), ["insource"]);
    expect(
      await reading(elsewhere, (context) => findStaffChat(context, number, { brands, local: LOCAL, agent: "x" })),
    ).toBeNull();
    expect(await look((db) => db.$count(messages, eq(messages.threadId, id)))).toBe(1);
  });

  it("gives no place, reads, transcript or case to others by the database's own functions", async () => {
    const { company, id } = await talking();
    const colleague = await createContact(company, { casesScope: "company" });
    await runAsViewer(clientViewer(colleague), "write", async ({ db }) => {
      const one = async (text: string) => [...(await db.execute<{ it: unknown }>(text))][0]?.it ?? null;
      expect(await one(`select chat_place('${id}') as it`)).toBeNull();
      expect(await one(`select person_name as it from chat_other_side('${id}')`)).toBeNull();
      expect(await one(`select ask_for_transcript('${id}') as it`)).toBe(false);
      expect(await one(`select chat_into_case('${id}', '${nobodysId()}', 'x', now(), 'case') as it`)).toBeNull();
    });
    expect(await rowOf(id)).toMatchObject({ status: "in_progress", caseId: null });
  });

  it("shows no file of somebody else's, who has put it there by SQL of their own", async () => {
    const [{ client }, other] = [await started(), await started()];
    const add = (columns: string, places: string) =>
      runAsViewer(clientViewer(client), "write", ({ db }) =>
        db.execute(`insert into files (id, brand, uploader_kind, uploader_id, name, size_bytes, media_type, sha256, scan${columns})
          values ('${"f".repeat(24)}${Date.now() % 1e8}', 'cimsoft', 'contact', '${client.id}', 'a.txt', 1, 'text/plain', 'x', 'pending'${places})`),
      );
    const [message] = await look((db) => db.select().from(messages).where(eq(messages.threadId, other.id)));
    for (const [columns, places] of [
      [", also_thread_id, also_message_id", `, '${other.id}', '${message?.id}'`],
      [", also_message_id", `, '${message?.id}'`],
      [", also_thread_id", `, '${other.id}'`],
    ] as const) {
      await expect(add(columns, places)).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    await add("", "");
  });

  it("becomes no longer than can be read as a whole", async () => {
    const { client, number, id } = await started();
    await look((db) =>
      db.execute(sql`insert into messages (id, brand, thread_id, author_kind, author_id, author_name, body)
        select gen_random_uuid(), 'cimsoft', ${id}::uuid, 'contact', ${client.id}::uuid, 'x', repeat('x', 20000) from generate_series(1, 25)`),
    );
    await expect(asClient(client, (context) => sayInChat(context, say(number, "More")))).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("hides internal notes from its client, everywhere", async () => {
    const { client, member, number } = await talking();
    const brand = await brandByKey("cimsoft");
    const word = `quern${nobodysId().slice(-6)}`;
    await asAgent(member, (context) => noteChat(context, say(number, `They run an old ${word}.`)));
    const chat = await reading(clientViewer(client), (context) => findChat(context, { brand, number }, LOCAL));
    expect(JSON.stringify(chat)).not.toContain(word);
    for (const viewer of [clientViewer(client), staffViewer(member)]) {
      const found = await runAsViewer(viewer, "read", ({ db }) =>
        db.execute(
          `select * from search_threads('${word}', 'chat') union all select * from search_threads('${word}', 'case')`,
        ),
      );
      expect([...found]).toEqual([]);
    }
  });
});
