import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { caseMerges, threadParticipants } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { replyToCase } from "@/lib/threads/cases/service";
import { mergeCaseAction } from "@/lib/threads/cases/staff/actions";
import { readMergePreview } from "@/lib/threads/cases/staff/merges/queries";
import { parseInto } from "@/lib/threads/cases/staff/merges/schema";
import { filedCase, type Member, member, read, stored } from "@/tests/integration/threads/cases/staff/support";
import { as, contactOf, plant, type Sender, send } from "@/tests/integration/threads/cases/support";
import { clientViewer, createContact, nobodysId } from "@/tests/support/world";
import { createCase } from "@/tests/support/world-threads";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const staffOf = ({ id }: Member): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });
const mergesOf = (id: string) =>
  asSystem("test looks", (db) => db.select().from(caseMerges).where(eq(caseMerges.threadId, id)));

async function pair() {
  const agent = await member(["support_agent"]);
  const filed = await filedCase();
  const { row: into } = await stored((await createCase(filed.company, filed.filer)).id);
  return { agent, ...filed, into, form: { number: filed.number, into: into.number } };
}

describe("a merge is refused", () => {
  it("for closed cases, the case itself, another company, another brand and what is no case", async () => {
    const { agent, row, number, company, filer } = await pair();
    const { row: closed } = await stored((await createCase(company, filer, { status: "closed" })).id);
    const others = [closed.number, number, (await filedCase()).number, (await filedCase({}, "insource")).number];
    for (const into of [...others, "C-999999999999", "R-100000", "", "'; --"]) {
      expect((await send(mergeCaseAction, staffOf(agent), { number, into })).kind, into).not.toBe("redirected");
    }
    await send(mergeCaseAction, staffOf(agent), { number: closed.number, into: number });
    expect(await mergesOf(row.id)).toEqual([]);
    expect(await mergesOf(closed.id)).toEqual([]);
    expect((await stored(row.id)).row.status).toBe("new");
  });

  it("to whoever does not work cases of the brand, by the action and under the second wall", async () => {
    const { row, into, form, filer, number } = await pair();
    const manager = await member(["account_manager"]);
    const other = await member(["support_agent"], "Lee Park", ["insource"]);
    const outsiders: Sender[] = [
      { brand: "cimsoft" },
      contactOf(filer),
      contactOf((await plant()).filer),
      contactOf((await plant("insource")).filer),
      ...[manager, other, await member(["marketing"])].map(staffOf),
    ];
    for (const sender of outsiders) await send(mergeCaseAction, sender, form);
    const forged = { threadId: row.id, intoId: into.id, brand: "cimsoft", staffName: "x" };
    for (const { viewer } of [manager, other]) {
      const forge = runAsViewer(viewer, "write", ({ db }) =>
        db.insert(caseMerges).values({ ...forged, staffId: viewer.staffId }),
      );
      await expect(forge).rejects.toThrow();
    }
    const forge = runAsViewer(clientViewer(filer), "write", ({ db }) =>
      db.insert(caseMerges).values({ ...forged, staffId: manager.id }),
    );
    await expect(forge).rejects.toThrow();
    expect(await mergesOf(row.id)).toEqual([]);
    expect((await stored(row.id)).row.status).toBe("new");
    expect(await read(other, (context) => readMergePreview(context, number, into.number))).toBeNull();
  });

  it("under the second wall into a case of another company, and in another's name", async () => {
    const { agent, row, into } = await pair();
    const foreign = await filedCase();
    const forge = (over: { readonly intoId: string; readonly staffId: string }) =>
      runAsViewer(agent.viewer, "write", ({ db }) =>
        db.insert(caseMerges).values({ threadId: row.id, brand: "cimsoft", staffName: "x", ...over }),
      );
    await expect(forge({ intoId: foreign.row.id, staffId: agent.id })).rejects.toThrow();
    const colleague = await member(["support_agent"], "Lee Park");
    await expect(forge({ intoId: into.id, staffId: colleague.id })).rejects.toThrow();
  });
});

describe("cases that go on in each other in a circle", () => {
  async function three() {
    const { agent, row, into, company, filer } = await pair();
    const { row: third } = await stored((await createCase(company, filer)).id);
    const goesOn = (threadId: string, intoId: string) =>
      runAsViewer(agent.viewer, "write", ({ db }) =>
        db
          .insert(caseMerges)
          .values({ threadId, intoId, brand: "cimsoft", staffId: agent.id, staffName: agent.name })
          .returning({ threadId: caseMerges.threadId }),
      );
    return { goesOn, ids: [row.id, into.id, third.id] as const };
  }

  it("are refused by the database, over two cases and over more", async () => {
    const {
      goesOn,
      ids: [first, second, third],
    } = await three();
    await goesOn(first, second);
    await expect(goesOn(second, first)).rejects.toThrow();
    await goesOn(second, third);
    await expect(goesOn(third, first)).rejects.toThrow();
    await expect(goesOn(third, second)).rejects.toThrow();
    expect(await mergesOf(third)).toEqual([]);
  });

  it("are refused also where they are made at once", async () => {
    const {
      goesOn,
      ids: [first, second, third],
    } = await three();
    const done = await Promise.allSettled([goesOn(first, second), goesOn(second, third), goesOn(third, first)]);
    const made = (await Promise.all([first, second, third].map(mergesOf))).flat();
    expect(made).toHaveLength(done.filter(({ status }) => status === "fulfilled").length);
    expect(made.length).toBeLessThan(3);
  });
});

describe("a merged case", () => {
  it("does not exist for outsiders, who write neither in it nor through it", async () => {
    const { agent, row, into, form, company, filer, number } = await pair();
    await send(mergeCaseAction, staffOf(agent), form);
    const stranger = await createContact(company, { casesScope: "own" });
    for (const who of [stranger, (await plant()).filer, (await plant("insource")).filer]) {
      const reply = { id: nobodysId(), number, body: "Let me in.", files: [] };
      await expect(as(who, (context) => replyToCase(context, reply))).rejects.toMatchObject({ code: "NOT_FOUND" });
      const rows = await runAsViewer(clientViewer(who), "read", ({ db }) => db.select().from(caseMerges));
      expect(rows.filter(({ threadId }) => threadId === row.id)).toEqual([]);
    }
    const seen = await runAsViewer(clientViewer(filer), "read", ({ db }) => db.select().from(caseMerges));
    expect(seen).toMatchObject([{ threadId: row.id, intoId: into.id }]);
    expect((await stored(into.id)).said).toHaveLength(1);
  });

  it("tells a contact who sees it alone nothing of the other, under the second wall", async () => {
    const { agent, row, company } = await pair();
    const own = await createContact(company, { casesScope: "own" });
    const from = await createCase(company, own);
    await send(mergeCaseAction, staffOf(agent), { number: from.number, into: row.number, "add[]": [own.id] });
    await asSystem("test world", (db) => db.delete(threadParticipants).where(eq(threadParticipants.threadId, row.id)));
    expect(await runAsViewer(clientViewer(own), "read", ({ db }) => db.select().from(caseMerges))).toEqual([]);
  });
});

it("the number of the other case is read as people type it, and anything else is none", () => {
  expect(parseInto(" c-100023 ")).toBe("C-100023");
  for (const wrong of ["", "C-", "R-100023", "'; --", "9".repeat(40)]) expect(parseInto(wrong), wrong).toBeNull();
});
