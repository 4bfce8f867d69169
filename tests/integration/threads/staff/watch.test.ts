import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { staff, threadFollows } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { followCaseAction, noteCaseAction } from "@/lib/threads/cases/staff/actions";
import { outboxOf, say, tell, told } from "@/tests/integration/threads/cases/mail/support";
import { filedCase, type Member, member, stored } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { nobodysId } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const staffOf = ({ id }: Member, brand = "cimsoft"): Sender => ({ brand, account: { kind: "staff", id } });
const follows = (threadId: string) =>
  asSystem("test looks", (db) => db.select().from(threadFollows).where(eq(threadFollows.threadId, threadId)));

describe("following a case", () => {
  it("begins and ends with a button, for whoever may read it, and twice is once", async () => {
    const { number, row } = await filedCase();
    const manager = await member(["account_manager"]);
    for (let time = 0; time < 2; time++) await send(followCaseAction, staffOf(manager), { number, wish: "follow" });
    expect(await follows(row.id)).toMatchObject([{ staffId: manager.id, brand: "cimsoft" }]);
    for (let time = 0; time < 2; time++) await send(followCaseAction, staffOf(manager), { number, wish: "leave" });
    expect(await follows(row.id)).toEqual([]);
  });

  it("is for nobody who may not read it", async () => {
    const { number, row, filer } = await filedCase();
    const outsiders: Sender[] = [
      { brand: "cimsoft" },
      contactOf(filer),
      staffOf(await member(["marketing"])),
      staffOf(await member(["support_agent"], "Lee Park", ["insource"])),
    ];
    for (const sender of outsiders) await send(followCaseAction, sender, { number, wish: "follow" });
    expect(await follows(row.id)).toEqual([]);
    const { viewer } = await member(["support_agent"], "Lee Park", ["insource"]);
    const forged = runAsViewer(viewer, "write", ({ db }) =>
      db.insert(threadFollows).values({ brand: "cimsoft", threadId: row.id, staffId: viewer.staffId }),
    );
    await expect(forged).rejects.toThrow();
  });
});

describe("a colleague who is named in a note", () => {
  it("is asked, once, and told by mail what the note says; nobody else and no client is", async () => {
    const { number, row, filer } = await filedCase();
    const own = `Kim ${nobodysId().slice(-12)}`;
    const agent = await member(["support_agent"], own);
    const name = `Priya ${nobodysId().slice(-12)}`;
    const colleague = await member(["account_manager"], name);
    const form = { id: nobodysId(), number, body: `@${name} is it ours? @${own}` };
    for (let time = 0; time < 2; time++)
      expect((await send(noteCaseAction, staffOf(agent), form)).kind).toBe("redirected");
    const { events } = await stored(row.id);
    const asked = events.filter(({ kind }) => kind === "mentioned");
    expect(asked).toMatchObject([{ after: name, subjectId: colleague.id, internal: true, actorId: agent.id }]);
    for (let time = 0; time < 2; time++) await tell({ event: asked[0]?.id ?? "" });
    const mails = await told(row.id);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatch(/^thread-mention /);
    expect(mails[0]).not.toContain(filer.email);
  });

  it("must be able to read the case", async () => {
    const { number, row } = await filedCase();
    const agent = await member(["support_agent"]);
    const names = [0, 1].map((index) => `Sam ${index}${nobodysId().slice(-12)}`);
    await member(["marketing"], names[0]);
    await member(["support_agent"], names[1], ["insource"]);
    const body = names.map((name) => `@${name}`).join(" ");
    await send(noteCaseAction, staffOf(agent), { id: nobodysId(), number, body });
    const { events, notes } = await stored(row.id);
    expect(notes).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === "mentioned")).toEqual([]);
  });

  it("who follows is told what the client writes", async () => {
    const { number, row, filer } = await filedCase();
    const manager = await member(["account_manager"]);
    await send(followCaseAction, staffOf(manager), { number, wish: "follow" });
    await tell({ message: await say(row, filer, "It stopped again.") });
    const mine = (await outboxOf(row.id)).filter(({ personId }) => personId === manager.id);
    expect(mine.map(({ kind }) => kind)).toEqual(["case-for-agents"]);
    // No longer, where their role no longer reads cases.
    await asSystem("test takes a role", (db) =>
      db
        .update(staff)
        .set({ roles: ["marketing"] })
        .where(eq(staff.id, manager.id)),
    );
    await tell({ message: await say(row, filer, "And again.") });
    expect((await outboxOf(row.id)).filter(({ personId }) => personId === manager.id)).toHaveLength(1);
  });
});
