import { eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { auditEvents, bulkDeeds, threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { AppError, FormUsed } from "@/lib/errors";
import { systemNow } from "@/lib/kit/time";
import { findDeed } from "@/lib/people/bulk-deeds/queries";
import { outcomeWords, undoneWords } from "@/lib/people/bulk-deeds/rules";
import {
  bulkAssignCasesAction,
  bulkCloseCasesAction,
  bulkSetCaseStatusAction,
  bulkUndoCasesAction,
} from "@/lib/threads/cases/staff/actions";
import { bulkAssignSchema } from "@/lib/threads/staff/bulk/schema";
import { assignMany, closeMany, setStatusOfMany, undoDeed } from "@/lib/threads/staff/bulk/service";
import { clientViewer, nobodysId } from "@/tests/support/world";
import { type Sender, send } from "../support";
import { act, filedCase, type Member, member, read, stored } from "./support";

let agent: Member;
let colleague: Member;
beforeAll(async () => {
  agent = await member(["support_agent"]);
  colleague = await member(["administrator"], "Noor Haddad");
});

const later = () => new Date(systemNow().epochMilliseconds + 60_000);

const refused = async (work: Promise<unknown>) => {
  const error = await work.catch((caught: unknown) => caught);
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
};

const outcomesOf = async (who: Member, id: string) =>
  Object.fromEntries(
    (await read(who, (context) => findDeed(context, "case", id)))?.rows.map((row) => [row.number, row.outcome]) ?? [],
  );

const auditOf = (entityId: string) =>
  asSystem("test reads the log", async (db) =>
    (await db.select().from(auditEvents).where(eq(auditEvents.entityId, entityId))).map(({ action }) => action),
  );

const assign = (who: Member, numbers: string[], owner?: string, id = uuidv7()) =>
  act(who, (context) => assignMany(context, "case", { id, numbers, owner }));
const close = (who: Member, numbers: string[], sentence = "The patch is out.", seenAt = later()) =>
  act(who, (context) => closeMany(context, "case", { id: uuidv7(), numbers, sentence, seenAt }));
const wait = (who: Member, numbers: string[], seenAt = later()) =>
  act(who, (context) => setStatusOfMany(context, "case", { id: uuidv7(), numbers, status: "waiting_on_you", seenAt }));

describe("cases that are chosen together", () => {
  it("are assigned one by one, each as it would be alone, with a line in the log for each", async () => {
    const [one, two, there] = [await filedCase(), await filedCase(), await filedCase({}, "insource")];
    await assign(agent, [two.number], colleague.id);
    const { id } = await assign(agent, [one.number, two.number, there.number].sort(), colleague.id);
    expect(await outcomesOf(agent, id)).toEqual({
      [one.number]: "done",
      [two.number]: "already",
      [there.number]: "done",
    });
    for (const { row } of [one, two, there]) {
      expect((await stored(row.id)).row.ownerId).toBe(colleague.id);
      expect(await auditOf(row.id)).toEqual(["case.assigned"]);
    }
    const deed = await read(agent, (context) => findDeed(context, "case", id));
    expect(outcomeWords("assign", deed?.rows ?? [])).toBe("2 assigned, 1 was already assigned so.");
  });

  it("are closed with the sentence as an answer to each client, and a closed one is told nothing again", async () => {
    const [open, shut] = [await filedCase(), await filedCase()];
    await close(agent, [shut.number], "First.");
    const { id } = await close(agent, [open.number, shut.number].sort(), "Second.");
    expect(await outcomesOf(agent, id)).toEqual({ [open.number]: "done", [shut.number]: "already" });
    expect((await stored(open.row.id)).row).toMatchObject({
      status: "closed",
      closeReason: "solved",
      answerDueAt: null,
    });
    expect((await stored(open.row.id)).said.at(-1)).toMatchObject({ body: "Second.", authorName: agent.name });
    expect((await stored(shut.row.id)).said.at(-1)?.body).toBe("First.");
    expect(await auditOf(open.row.id)).toEqual(["case.answered"]);
    expect(await read(agent, (context) => findDeed(context, "case", id))).toMatchObject({ isUndoable: false });
    expect((await refused(act(agent, (context) => undoDeed(context, "case", { deed: id, query: "" })))).code).toBe(
      "CONFLICT",
    );
  });

  it("are left alone where a client has written since they were looked at", async () => {
    const { number, row } = await filedCase();
    const before = new Date(row.lastMessageAt.getTime() - 1);
    for (const deed of [await close(agent, [number], "Solved.", before), await wait(agent, [number], before)]) {
      expect(await outcomesOf(agent, deed.id)).toEqual({ [number]: "changed" });
    }
    expect((await stored(row.id)).row).toMatchObject({ status: "new", answerDueAt: row.answerDueAt });
  });

  it("get owner, status and answer clock back, but for those that somebody has worked on since", async () => {
    const [calm, busy] = [await filedCase(), await filedCase()];
    const numbers = [calm.number, busy.number].sort();
    const assigned = await assign(agent, numbers, agent.id);
    await assign(colleague, [busy.number], colleague.id);
    const undo = (id: string) => act(agent, (context) => undoDeed(context, "case", { deed: id, query: "" }));
    await undo(assigned.id);
    await undo(assigned.id);
    expect((await stored(calm.row.id)).row.ownerId).toBeNull();
    expect((await stored(busy.row.id)).row.ownerId).toBe(colleague.id);
    const deed = await read(agent, (context) => findDeed(context, "case", assigned.id));
    expect(undoneWords(deed?.undone ?? [])).toBe("1 undone, 1 changed meanwhile and was left alone.");

    const waiting = await wait(agent, [calm.number]);
    expect((await stored(calm.row.id)).row).toMatchObject({ status: "waiting_on_you", answerDueAt: null });
    await undo(waiting.id);
    const { answerDueAt, answerSince } = calm.row;
    expect((await stored(calm.row.id)).row).toMatchObject({ status: "new", answerDueAt, answerSince });
    expect((await stored(calm.row.id)).events.map(({ after }) => after)).toEqual([
      agent.name,
      null,
      "waiting_on_you",
      "new",
    ]);
  });

  it("are one deed however often the form comes, and another form under its id is refused", async () => {
    const { number, row } = await filedCase();
    const id = uuidv7();
    await assign(agent, [number], colleague.id, id);
    await assign(agent, [number], undefined);
    await assign(agent, [number], colleague.id, id);
    expect((await stored(row.id)).row.ownerId).toBeNull();
    expect(await refused(assign(agent, [number], agent.id, id))).toBeInstanceOf(FormUsed);
    expect(await refused(assign(colleague, [number], agent.id, id))).toBeInstanceOf(FormUsed);
    expect((await stored(row.id)).row.ownerId).toBeNull();
  });

  it("are two people's at once: each row has one of both owners, and nobody waits for ever", async () => {
    const all = [await filedCase(), await filedCase(), await filedCase()];
    const numbers = all.map(({ number }) => number).sort();
    await Promise.all([assign(agent, numbers, agent.id), assign(colleague, numbers, colleague.id)]);
    const owners = new Set(
      await asSystem("test reads", async (db) =>
        (await db.select({ owner: threads.ownerId }).from(threads).where(inArray(threads.number, numbers))).map(
          ({ owner }) => owner,
        ),
      ),
    );
    expect(owners.size).toBe(1);
  });
});

describe("the forms of chosen cases", () => {
  const sender = ({ id }: Member): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });
  const query = "severity=impaired&after=W10";

  it("lead back to the list with its filters and what was done, and are answered the same when sent again", async () => {
    const { number, row } = await filedCase();
    const form = { id: uuidv7(), "numbers[]": number, query, owner: agent.id };
    const first = await send(bulkAssignCasesAction, sender(agent), form);
    expect(first).toMatchObject({ kind: "redirected", to: `/staff/cases?severity=impaired&did=${form.id}` });
    expect(await send(bulkAssignCasesAction, sender(agent), form)).toEqual(first);
    expect((await send(bulkAssignCasesAction, sender(agent), { ...form, owner: colleague.id })).kind).toBe("refused");
    expect((await stored(row.id)).row.ownerId).toBe(agent.id);
    const undo = await send(bulkUndoCasesAction, sender(agent), { deed: form.id, query });
    expect(undo).toEqual(first);
    expect((await stored(row.id)).row.ownerId).toBeNull();

    const seenAt = later().toISOString();
    const status = { id: uuidv7(), "numbers[]": number, query: "", seenAt, status: "waiting_on_you" };
    expect((await send(bulkSetCaseStatusAction, sender(agent), status)).kind).toBe("redirected");
    const closing = { id: uuidv7(), "numbers[]": number, query: "", seenAt, sentence: "The patch is out." };
    expect((await send(bulkCloseCasesAction, sender(agent), closing)).kind).toBe("redirected");
    expect((await stored(row.id)).row.status).toBe("closed");
  });

  it("are refused without a row, with too many, with another status and without a sentence", async () => {
    const { number } = await filedCase();
    const form = { id: uuidv7(), "numbers[]": number, query: "", seenAt: later().toISOString() };
    const { "numbers[]": _, ...none } = form;
    expect(bulkAssignSchema("case").safeParse({ ...none, numbers: Array(101).fill(number) }).success).toBe(false);
    for (const [action, fields] of [
      [bulkAssignCasesAction, { id: form.id, query: "" }],
      [bulkSetCaseStatusAction, { ...form, status: "closed" }],
      [bulkCloseCasesAction, { ...form, sentence: " " }],
    ] as const) {
      expect((await send(action, sender(agent), fields)).kind).toBe("refused");
    }
  });
});

describe("strangers to chosen cases", () => {
  it("change nothing: who reads only is refused, who works elsewhere finds none, and nobody becomes an owner", async () => {
    const { number, row } = await filedCase();
    const elsewhere = await member(["support_agent"], "Elsewhere", ["insource"]);
    for (const who of [await member(["account_manager"]), await member(["marketing"])]) {
      expect((await refused(assign(who, [number], agent.id))).code).toBe("FORBIDDEN");
      expect((await refused(close(who, [number]))).code).toBe("FORBIDDEN");
      expect((await refused(wait(who, [number]))).code).toBe("FORBIDDEN");
    }
    for (const deed of [
      await assign(elsewhere, [number], elsewhere.id),
      await close(elsewhere, [number]),
      await wait(elsewhere, [number]),
    ]) {
      expect(await outcomesOf(elsewhere, deed.id)).toEqual({ [number]: "missing" });
    }
    for (const owner of [elsewhere.id, (await member(["marketing"])).id, nobodysId()]) {
      const deed = await assign(agent, [number], owner);
      expect(await outcomesOf(agent, deed.id)).toEqual({ [number]: "refused" });
    }
    const after = await stored(row.id);
    expect(after.row).toMatchObject({ ownerId: null, status: "new" });
    expect(after.said).toHaveLength(1);
    expect(after.events.filter(({ kind }) => kind !== "filed")).toEqual([]);
  });

  it("see no deed of somebody else, undo none and find none, not even without the first wall", async () => {
    const { number, row, filer } = await filedCase();
    const { id } = await assign(agent, [number], agent.id);
    for (const who of [colleague, await member(["account_manager"])]) {
      expect(await read(who, (context) => findDeed(context, "case", id))).toBeNull();
      expect((await refused(act(who, (context) => undoDeed(context, "case", { deed: id, query: "" })))).code).toBe(
        "NOT_FOUND",
      );
      const rows = await runAsViewer(who.viewer, "read", ({ db }) =>
        db.select().from(bulkDeeds).where(eq(bulkDeeds.id, id)),
      );
      expect(rows).toEqual([]);
    }
    expect(await read(agent, (context) => findDeed(context, "request", id))).toBeNull();
    const asClient = runAsViewer(clientViewer(filer), "read", ({ db }) => db.select().from(bulkDeeds));
    await expect(asClient).rejects.toMatchObject({ cause: { code: "42501" } });
    expect((await stored(row.id)).row.ownerId).toBe(agent.id);
  });

  it("an old deed is gone with the next one of the same person", async () => {
    const { number } = await filedCase();
    const { id } = await assign(agent, [number], agent.id);
    await asSystem("test: time passes", (db) =>
      db.update(bulkDeeds).set({ createdAt: sql`now() - interval '2 days'` }).where(eq(bulkDeeds.id, id)),
    );
    expect((await refused(act(agent, (context) => undoDeed(context, "case", { deed: id, query: "" })))).code).toBe(
      "CONFLICT",
    );
    await assign(agent, [number], colleague.id);
    expect(await read(agent, (context) => findDeed(context, "case", id))).toBeNull();
  });
});
