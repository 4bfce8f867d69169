import { and, eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { threadEvents, threadFollows } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { loadBrands } from "@/lib/gate/brand/load";
import { makeOwnCase } from "@/lib/threads/chats/service";
import { followChatAction, noteChatAction } from "@/lib/threads/chats/staff/actions";
import { countDesk, readDesk } from "@/lib/threads/chats/staff/desk/queries";
import { answerChat, endChat, makeCaseOfChat } from "@/lib/threads/chats/staff/service";
import { outboxOf, tell, told } from "@/tests/integration/threads/cases/mail/support";
import { member } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { asAgent, asClient, reading, rowOf, talking } from "@/tests/integration/threads/chats/support";
import { createStaff, nobodysId, staffViewer } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

/* A colleague who is named in a note of a chat, and one who follows it. Only who answers chats may see them. */

const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test looks", work);
const staffOf = ({ id }: { id: string }, brand = "cimsoft"): Sender => ({ brand, account: { kind: "staff", id } });
const follows = (threadId: string) =>
  look((db) => db.select().from(threadFollows).where(eq(threadFollows.threadId, threadId)));
const asked = (threadId: string) =>
  look((db) =>
    db
      .select()
      .from(threadEvents)
      .where(and(eq(threadEvents.threadId, threadId), eq(threadEvents.kind, "mentioned"))),
  );
const unique = (name: string) => `${name} ${nobodysId().slice(-12)}`;
const named = async (roles: StaffRole[], name: string, brands = ["cimsoft", "insource"]) => ({
  ...(await createStaff(roles, { name: unique(name), brands })),
});

const deskOf = async (who: Parameters<typeof staffViewer>[0]) =>
  reading(staffViewer(who), async (context) => readDesk(context, await loadBrands()));

describe("a colleague who is named in a note of a chat", () => {
  it("is asked once, and told by mail what the note says and where; no client and nobody else is", async () => {
    const { number, id, member: owner, client } = await talking();
    const colleague = await named(["support_agent"], "Priya");
    const form = { id: nobodysId(), number, body: `@${colleague.name} is it ours?` };
    for (let time = 0; time < 2; time++)
      expect((await send(noteChatAction, staffOf(owner), form)).kind).toBe("redirected");
    const events = await asked(id);
    expect(events).toMatchObject([{ after: colleague.name, subjectId: colleague.id, internal: true }]);
    const queued = await look((db) =>
      db.execute<{ key: string }>(`select key from graphile_worker.jobs where key = 'tell:${events[0]?.id}'`),
    );
    expect([...queued]).toHaveLength(1);
    for (let time = 0; time < 2; time++) await tell({ event: events[0]?.id ?? "" });
    const [mail, ...others] = await outboxOf(id);
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ kind: "thread-mention", personId: colleague.id, props: { noun: "chat", number } });
    expect((await told(id)).join(" ")).not.toContain(client.email);
  });

  it("must be able to see chats: an account manager, marketing and an agent of the other brand are not asked", async () => {
    const { number, id, member: owner } = await talking();
    const strangers = [
      await named(["account_manager"], "Ann"),
      await named(["subscription_manager"], "Sue"),
      await named(["marketing"], "Mark"),
      await named(["support_agent"], "Lee", ["insource"]),
    ];
    const body = strangers.map(({ name }) => `@${name}`).join(" ");
    expect((await send(noteChatAction, staffOf(owner), { id: nobodysId(), number, body })).kind).toBe("redirected");
    expect(await asked(id)).toEqual([]);
  });

  it("is told nothing once they no longer may see it", async () => {
    const { number, id, member: owner } = await talking();
    const colleague = await named(["support_agent"], "Noor");
    await send(noteChatAction, staffOf(owner), { id: nobodysId(), number, body: `@${colleague.name} ours?` });
    await look((db) => db.execute(`update staff set roles = '{account_manager}' where id = '${colleague.id}'`));
    await tell({ event: (await asked(id))[0]?.id ?? "" });
    expect(await outboxOf(id)).toEqual([]);
  });
});

describe("following a chat", () => {
  it("puts it on one's desk while it goes on, with what the client wrote; it is none of one's talks", async () => {
    const { number, id, member: owner } = await talking();
    const colleague = await named(["support_agent"], "Kim");
    expect((await deskOf(colleague)).mine).toEqual([]);
    for (let time = 0; time < 2; time++) await send(followChatAction, staffOf(colleague), { number, wish: "follow" });
    expect(await follows(id)).toMatchObject([{ staffId: colleague.id }]);
    expect((await deskOf(colleague)).mine).toMatchObject([{ number, isOwn: false, isInvited: false, isUnread: true }]);
    expect((await reading(staffViewer(colleague), countDesk)).unread).toBe(1);
    expect((await deskOf(owner)).mine).toMatchObject([{ number, isOwn: true }]);
    await asAgent(owner, (context) => endChat(context, { number, outcome: "solved" }));
    expect((await deskOf(colleague)).mine).toEqual([]);
  });

  it("ends with the same button", async () => {
    const { number, id } = await talking();
    const colleague = await named(["support_agent"], "Kim");
    await send(followChatAction, staffOf(colleague), { number, wish: "follow" });
    for (let time = 0; time < 2; time++) await send(followChatAction, staffOf(colleague), { number, wish: "leave" });
    expect(await follows(id)).toEqual([]);
    expect((await deskOf(colleague)).mine).toEqual([]);
  });

  it.each(["the agent", "the client"])("goes over to the case that %s makes of it", async (who) => {
    const { number, id, member: owner, client } = await talking();
    const colleague = await named(["support_agent"], "Kim");
    await send(followChatAction, staffOf(colleague), { number, wish: "follow" });
    await asAgent(owner, (context) => answerChat(context, { id: nobodysId(), number, body: "Hello.", files: [] }));
    if (who === "the agent") await asAgent(owner, (context) => makeCaseOfChat(context, { number }));
    else await asClient(client, (context) => makeOwnCase(context, { number }));
    const { caseId } = await rowOf(id);
    expect(await follows(caseId ?? "")).toMatchObject([{ staffId: colleague.id, brand: "cimsoft" }]);
  });

  it("is for nobody who may not see it, nor by the database", async () => {
    const { number, id, client } = await talking();
    const manager = await named(["account_manager"], "Ann");
    const outsiders: Sender[] = [
      { brand: "cimsoft" },
      contactOf(client),
      staffOf(manager),
      staffOf(await named(["subscription_manager"], "Sue")),
      staffOf(await named(["marketing"], "Mark")),
      staffOf(await named(["support_agent"], "Lee", ["insource"]), "insource"),
    ];
    for (const sender of outsiders) await send(followChatAction, sender, { number, wish: "follow" });
    expect(await follows(id)).toEqual([]);
    const elsewhere = await member(["support_agent"], "Lee Park", ["insource"]);
    for (const viewer of [staffViewer(manager), elsewhere.viewer]) {
      const forged = runAsViewer(viewer, "write", ({ db }) =>
        db.insert(threadFollows).values({ brand: "cimsoft", threadId: id, staffId: viewer.staffId }),
      );
      await expect(forged).rejects.toThrow();
    }
  });

  it("stops with the role: the desk of who no longer answers chats is empty", async () => {
    const { number } = await talking();
    const colleague = await named(["support_agent"], "Kim");
    await send(followChatAction, staffOf(colleague), { number, wish: "follow" });
    const { mine, queue } = await deskOf({ ...colleague, roles: ["account_manager"] });
    expect([...mine, ...queue]).toEqual([]);
  });
});
