import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { chatAgents } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem, runAsViewer, type StaffViewer } from "@/db/viewer";
import { FormUsed } from "@/lib/errors";
import { loadBrands } from "@/lib/gate/brand/load";
import { outcomeWords } from "@/lib/people/bulk-deeds/rules";
import { takeChatsAction } from "@/lib/threads/chats/staff/bulk/actions";
import { takeChats } from "@/lib/threads/chats/staff/bulk/service";
import { countStaffChats, findChatDeed, listStaffChats } from "@/lib/threads/chats/staff/list/queries";
import { parseStaffChatFilters } from "@/lib/threads/chats/staff/list/schema";
import { findStaffChat } from "@/lib/threads/chats/staff/queries";
import { send } from "@/tests/integration/threads/cases/support";
import { createChat } from "@/tests/support/world-threads";
import { createStaff, nobodysId, staffViewer, unique } from "../../../support/world";
import { agent, asAgent, type Member, plant, reading, rowOf } from "./support";

/* All chats in a list of staff, and taking several at once. */

const LOCAL = { zone: "America/New_York" };
const list = async (viewer: StaffViewer, raw: Record<string, string>) => {
  const brands = await loadBrands();
  return reading(viewer, (context) => listStaffChats(context, parseStaffChatFilters(raw), brands, LOCAL));
};
const numbers = async (viewer: StaffViewer, raw: Record<string, string>) =>
  (await list(viewer, raw)).rows.map(({ number }) => number).sort();

let member: Member;
beforeAll(async () => {
  member = await agent();
});

/** A chat of a client of its own: each has one at a time. */
async function chatOf(over: Parameters<typeof createChat>[2] = {}, brand = "cimsoft") {
  const { company, client } = await plant(brand);
  return createChat(company, client, over);
}
const waiting = () => chatOf();
const take = (who: Member, chosen: string[], id = uuidv7()) =>
  asAgent(who, (context) => takeChats(context, { id, numbers: chosen, query: "" }));
const deedOf = (who: Member, id: string) => reading(staffViewer(who), (context) => findChatDeed(context, id));

describe("the list of chats", () => {
  it("has those of every status, by status, agent, brand and words", async () => {
    const word = unique("Kiln").replaceAll("-", "");
    const make = (over: Parameters<typeof createChat>[2] = {}, brand = "cimsoft") =>
      chatOf({ subject: `${word} stops`, ...over }, brand);
    const [queued, own, ended] = [
      await make(),
      await make({ status: "in_progress", ownerId: member.id }),
      await make({ status: "closed" }),
    ];
    const elsewhere = await make({}, "insource");
    const viewer = staffViewer(member);
    const all = [queued, own, ended, elsewhere].map(({ number }) => number).sort();
    expect(await numbers(viewer, { q: word })).toEqual(all);
    expect(await numbers(viewer, { q: word, status: "closed" })).toEqual([ended.number]);
    expect(await numbers(viewer, { q: word, agent: "me" })).toEqual([own.number]);
    expect(await numbers(viewer, { q: word, agent: "nobody", status: "new", brand: "insource" })).toEqual([
      elsewhere.number,
    ]);
    expect((await list(viewer, { q: word, agent: "me" })).rows).toMatchObject([
      { status: "in_progress", agent: { id: member.id, isMe: true }, client: { id: own.openedBy } },
    ]);
    expect(await list(viewer, { q: word, after: "junk" })).toMatchObject({ count: 4, from: 1 });
    expect(await numbers(viewer, { q: ended.number })).toEqual([ended.number]);
    expect(await numbers(viewer, { q: word, sort: "oldest" })).toEqual(all);
    const counts = await reading(viewer, countStaffChats);
    expect(counts.mine).toBe(1);
    expect(counts.waiting).toBeGreaterThanOrEqual(2);
  });

  it("is empty for who answers no chats, and without those of other brands", async () => {
    const chat = await waiting();
    for (const role of ["account_manager", "subscription_manager", "marketing"] as StaffRole[]) {
      expect(await numbers(staffViewer(await createStaff([role])), { q: chat.number }), role).toEqual([]);
    }
    const elsewhere = await createStaff(["support_agent"], { brands: ["insource"] });
    expect(await numbers(staffViewer(elsewhere, ["insource"]), { q: chat.number })).toEqual([]);
  });
});

describe("the room of a chat", () => {
  it("leads to the chats before and after it, of one's own where it is one's own", async () => {
    const who = await agent();
    const mine = () => chatOf({ status: "in_progress", ownerId: who.id });
    const [one, two, three] = [await mine(), await mine(), await mine()];
    await chatOf({ status: "in_progress", ownerId: member.id });
    const brands = await loadBrands();
    const beside = async ({ number }: { readonly number: string }) => {
      const asked = { brands, local: LOCAL, agent: who.name };
      return (await reading(staffViewer(who), (context) => findStaffChat(context, number, asked)))?.around.neighbors;
    };
    expect(await beside(one)).toEqual({ before: null, after: two.number });
    expect(await beside(two)).toEqual({ before: one.number, after: three.number });
    expect(await beside(three)).toEqual({ before: two.number, after: null });
  });
});

describe("chats that are chosen together", () => {
  it("are taken as many as the agent may have, and it is told which were left alone and why", async () => {
    const who = await agent();
    const chosen = [await waiting(), await waiting(), await waiting(), await waiting()];
    const taken = await chatOf({ status: "in_progress", ownerId: member.id });
    await asSystem("test world", (db) => db.insert(chatAgents).values({ staffId: who.id, talks: 3 }));
    await take(who, [chosen[0]?.number ?? ""]);
    const all = [...chosen, taken].map(({ number }) => number);
    const { id } = await take(who, [...all, "CH-999999999999"]);
    const deed = await deedOf(who, id);
    expect(outcomeWords("take", deed?.rows ?? [])).toBe(
      "2 taken, 1 was already yours, 2 changed meanwhile and were left alone, 1 was not found.",
    );
    expect(deed?.left.map(({ why }) => why).sort()).toEqual([
      `${member.name} has taken this chat`,
      "You have 3 chats side by side. End one or hand it over first",
    ]);
    await take(who, [...all, "CH-999999999999"], id);
    const owners = await Promise.all(chosen.map(async (chat) => (await rowOf(chat.id)).ownerId));
    expect(owners.filter((owner) => owner === who.id)).toHaveLength(3);
    await expect(take(who, [taken.number], id)).rejects.toBeInstanceOf(FormUsed);
    await expect(take(member, all, id)).rejects.toBeInstanceOf(FormUsed);
    expect((await rowOf(taken.id)).ownerId).toBe(member.id);
    await asSystem("test world", (db) => db.delete(chatAgents).where(eq(chatAgents.staffId, who.id)));
  });

  it("lead back to their list, and are refused without a row, with too many and with what is no number", async () => {
    const who = await agent();
    const chat = await waiting();
    const sender = { brand: "cimsoft", account: { kind: "staff", id: who.id } } as const;
    const form = { id: uuidv7(), "numbers[]": chat.number, query: "status=new&chosen=y" };
    const first = await send(takeChatsAction, sender, form);
    expect(first).toMatchObject({ kind: "redirected", to: `/staff/chat/chats?status=new&did=${form.id}` });
    expect(await send(takeChatsAction, sender, form)).toEqual(first);
    expect((await rowOf(chat.id)).ownerId).toBe(who.id);
    for (const chosen of [[], [nobodysId()], Array(101).fill(chat.number)]) {
      const bad = { ...form, id: uuidv7(), "numbers[]": chosen };
      expect((await send(takeChatsAction, sender, bad)).kind).toBe("refused");
    }
  });

  it("stay in the queue for who answers no chats, works elsewhere, or is signed out", async () => {
    const chat = await waiting();
    for (const role of ["account_manager", "marketing"] as StaffRole[]) {
      const who = await createStaff([role]);
      await expect(take(who, [chat.number]), role).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    const elsewhere = await createStaff(["support_agent"], { brands: ["insource"] });
    const viewer = staffViewer(elsewhere, ["insource"]);
    const { id } = await runAsViewer(viewer, "write", (context) =>
      takeChats({ ...context, name: elsewhere.name }, { id: uuidv7(), numbers: [chat.number], query: "" }),
    );
    const deed = await reading(viewer, (context) => findChatDeed(context, id));
    expect(deed?.rows).toEqual([{ number: chat.number, outcome: "missing" }]);
    await send(takeChatsAction, { brand: "cimsoft" }, { id: uuidv7(), "numbers[]": chat.number, query: "" });
    expect((await rowOf(chat.id)).status).toBe("new");
  });
});
