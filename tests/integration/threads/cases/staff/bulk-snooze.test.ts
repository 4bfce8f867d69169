import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { auditEvents, bulkDeeds, threadSnoozes } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { findDeed } from "@/lib/people/bulk-deeds/queries";
import { outcomeWords, undoneWords } from "@/lib/people/bulk-deeds/rules";
import { bulkSnoozeCasesAction } from "@/lib/threads/cases/staff/actions";
import { snoozeMany, undoDeed } from "@/lib/threads/staff/bulk/service";
import { clientViewer } from "@/tests/support/world";
import { contactOf, type Sender, send } from "../support";
import { act, filedCase, type Member, member, read } from "./support";

const inHours = (hours: number) => `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19)}Z`;
const senderOf = ({ id }: Member): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });

const untilOf = (threadId: string) =>
  asSystem("test looks", async (db) => {
    const [row] = await db.select().from(threadSnoozes).where(eq(threadSnoozes.threadId, threadId));
    return row ? `${row.until.toISOString().slice(0, 19)}Z` : null;
  });
const auditOf = (entityId: string) =>
  asSystem("test reads the log", async (db) =>
    (await db.select().from(auditEvents).where(eq(auditEvents.entityId, entityId))).map(({ action }) => action),
  );
const snooze = (who: Member, numbers: string[], until?: string, id = uuidv7()) =>
  act(who, (context) => snoozeMany(context, "case", { id, numbers, until }));
const wordsOf = async (who: Member, id: string) => {
  const deed = await read(who, (context) => findDeed(context, "case", id));
  if (!deed) throw new Error("no deed");
  return deed.undone ? undoneWords(deed.undone) : outcomeWords(deed.deed, deed.rows);
};

it("cases that are chosen together sleep until one time, each as it would alone, and wake together", async () => {
  const agent = await member(["support_agent"]);
  const [one, two, shut] = [await filedCase(), await filedCase(), await filedCase({ status: "closed" })];
  const until = inHours(2);
  await snooze(agent, [one.number], until);
  const { id } = await snooze(agent, [one.number, two.number, shut.number], until);
  expect(await wordsOf(agent, id)).toBe("1 snoozed, 1 was already snoozed so, 1 changed meanwhile and was left alone.");
  for (const { row } of [one, two]) {
    expect(await untilOf(row.id)).toBe(until);
    expect(await auditOf(row.id)).toEqual(["case.snoozed"]);
  }
  expect(await untilOf(shut.row.id)).toBeNull();
  const woken = await snooze(agent, [one.number, two.number, shut.number]);
  expect(await wordsOf(agent, woken.id)).toBe("2 woken, 1 was already awake.");
  expect(await untilOf(one.row.id)).toBeNull();
});

it("undone, each sleeps as it did before, and one that somebody snoozed anew is left alone", async () => {
  const agent = await member(["support_agent"]);
  const [one, two, other] = [await filedCase(), await filedCase(), await filedCase()];
  const [before, until, anew] = [inHours(5), inHours(2), inHours(9)];
  await snooze(agent, [one.number], before);
  const { id } = await snooze(agent, [one.number, two.number, other.number], until);
  await snooze(await member(["support_agent"]), [other.number], anew);
  for (let time = 0; time < 2; time++) {
    await act(agent, (context) => undoDeed(context, "case", { deed: id, query: "" }));
    expect([await untilOf(one.row.id), await untilOf(two.row.id), await untilOf(other.row.id)]).toEqual([
      before,
      null,
      anew,
    ]);
  }
  expect(await wordsOf(agent, id)).toBe("2 undone, 1 changed meanwhile and was left alone.");
});

it("a time that is over, too far or no time is refused, and nothing is written", async () => {
  const agent = await member(["support_agent"]);
  const { number, row } = await filedCase();
  for (const until of [inHours(-1), inHours(24 * 400)]) {
    const { id } = await snooze(agent, [number], until);
    expect(await wordsOf(agent, id)).toBe("1 could not be snoozed.");
  }
  const form = { id: uuidv7(), "numbers[]": number, query: "", until: "tomorrow" };
  expect((await send(bulkSnoozeCasesAction, senderOf(agent), form)).kind).not.toBe("redirected");
  expect(await untilOf(row.id)).toBeNull();
});

it("the same form is one deed, with another time it is refused, and it leads back to its list", async () => {
  const agent = await member(["support_agent"]);
  const { number, row } = await filedCase();
  const form = { id: uuidv7(), "numbers[]": number, query: "late=yes", until: inHours(2) };
  const first = await send(bulkSnoozeCasesAction, senderOf(agent), form);
  expect(first).toMatchObject({ kind: "redirected", to: `/staff/cases?late=yes&did=${form.id}` });
  expect(await send(bulkSnoozeCasesAction, senderOf(agent), form)).toEqual(first);
  expect((await send(bulkSnoozeCasesAction, senderOf(agent), { ...form, until: inHours(3) })).kind).toBe("refused");
  expect(await auditOf(row.id)).toEqual(["case.snoozed"]);
});

it("nobody snoozes what they do not work", async () => {
  const { number, row, filer } = await filedCase();
  const far = await member(["support_agent"], "Lee Park", ["insource"]);
  const form = () => ({ id: uuidv7(), "numbers[]": number, query: "", until: inHours(1) });
  const manager = await member(["account_manager"]);
  const outsiders: Sender[] = [
    { brand: "cimsoft" },
    contactOf(filer),
    senderOf(manager),
    senderOf(await member(["marketing"])),
  ];
  for (const sender of outsiders) await send(bulkSnoozeCasesAction, sender, form());
  expect(await untilOf(row.id)).toBeNull();
  const { id } = await snooze(far, [number], inHours(1));
  expect(await wordsOf(far, id)).toBe("1 was not found.");
  expect(await untilOf(row.id)).toBeNull();
  for (const viewer of [manager.viewer, clientViewer(filer)]) {
    const seen = await runAsViewer(viewer, "read", ({ db }) =>
      db.select().from(bulkDeeds).where(eq(bulkDeeds.id, id)),
    ).catch(() => []);
    expect(seen).toEqual([]);
  }
});
