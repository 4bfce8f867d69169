import { eq, or } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { auditEvents, caseLinks } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { loadBrands } from "@/lib/gate/brand/load";
import { findCase } from "@/lib/threads/cases/queries";
import { linkCasesAction, unlinkCasesAction } from "@/lib/threads/cases/staff/actions";
import { findStaffCase } from "@/lib/threads/cases/staff/queries";
import { filedCase, type Member, member, read } from "@/tests/integration/threads/cases/staff/support";
import { as, contactOf, LOCAL, type Sender, send } from "@/tests/integration/threads/cases/support";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

type Filed = Awaited<ReturnType<typeof filedCase>>;

const staffOf = ({ id }: Member): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });
const rowsOf = ({ row }: Filed) =>
  asSystem("test looks", (db) =>
    db
      .select()
      .from(caseLinks)
      .where(or(eq(caseLinks.threadId, row.id), eq(caseLinks.otherId, row.id))),
  );
const actionsOf = async ({ row }: Filed) => {
  const rows = await asSystem("test looks", (db) =>
    db.select().from(auditEvents).where(eq(auditEvents.entityId, row.id)),
  );
  return rows.map(({ action }) => action).filter((action) => action.includes("link"));
};

/** What the page of a case says of its links. */
async function linksOf(who: Member, { number }: Filed) {
  const brands = await loadBrands();
  const found = await read(who, (context) => findStaffCase(context, number, brands, LOCAL));
  return found?.links.map((link) => `${link.words} ${link.number}`);
}

async function twoCases() {
  return { agent: await member(["support_agent"]), one: await filedCase(), two: await filedCase() };
}

describe("two linked cases", () => {
  it.each([
    ["related", "Related to", "Related to"],
    ["duplicate", "Duplicate of", "Has the duplicate"],
    ["cause", "Caused by", "Cause of"],
  ])("name each other as %s on both pages, until the link is removed from either", async (kind, words, back) => {
    const { agent, one, two } = await twoCases();
    await send(linkCasesAction, staffOf(agent), { number: one.number, kind, other: two.number.toLowerCase() });
    expect(await linksOf(agent, one)).toEqual([`${words} ${two.number}`]);
    expect(await linksOf(agent, two)).toEqual([`${back} ${one.number}`]);
    await send(unlinkCasesAction, staffOf(agent), { number: two.number, other: one.number });
    expect(await linksOf(agent, one)).toEqual([]);
    expect(await rowsOf(two)).toEqual([]);
  });

  it("have one link, however often it is sent and from whichever side, and each change is in both records", async () => {
    const { agent, one, two } = await twoCases();
    const link = (from: Filed, to: Filed, kind: string) =>
      send(linkCasesAction, staffOf(agent), { number: from.number, kind, other: to.number });
    await link(one, two, "related");
    await link(one, two, "related");
    await link(two, one, "related");
    expect(await rowsOf(one)).toHaveLength(1);
    await link(two, one, "duplicate");
    await link(one, two, "duplicate");
    expect(await linksOf(agent, one)).toEqual([`Duplicate of ${two.number}`]);
    expect(await rowsOf(one)).toMatchObject([{ staffId: agent.id, staffName: agent.name, brand: "cimsoft" }]);
    const remove = { number: one.number, other: two.number };
    await send(unlinkCasesAction, staffOf(agent), remove);
    await send(unlinkCasesAction, staffOf(agent), remove);
    expect((await actionsOf(one)).sort()).toEqual(["case.linked", "case.linked", "case.linked-to", "case.unlinked"]);
    expect((await actionsOf(two)).sort()).toEqual(["case.linked", "case.linked-to", "case.linked-to", "case.unlinked"]);
  });

  it("are linked once by two agents at the same moment", async () => {
    const { agent, one, two } = await twoCases();
    const other = await member(["support_agent"], "Lee Park");
    await Promise.all([
      send(linkCasesAction, staffOf(agent), { number: one.number, kind: "related", other: two.number }),
      send(linkCasesAction, staffOf(other), { number: two.number, kind: "related", other: one.number }),
    ]);
    expect(await rowsOf(one)).toHaveLength(1);
  });

  it("are two that exist in one brand, and not one and the same", async () => {
    const { agent, one } = await twoCases();
    const foreign = await filedCase({}, "insource");
    const refused: readonly Record<string, string>[] = [
      { kind: "related", other: one.number },
      { kind: "related", other: foreign.number },
      { kind: "related", other: "C-999999999999" },
      { kind: "related", other: "" },
      { kind: "related", other: "R-100023" },
      { kind: "parent", other: foreign.number },
    ];
    for (const wrong of refused) {
      const done = await send(linkCasesAction, staffOf(agent), { number: one.number, ...wrong });
      expect(done.kind, JSON.stringify(wrong)).not.toBe("redirected");
    }
    expect(await rowsOf(one)).toEqual([]);
  });

  it("are linked and unlinked by nobody who does not work cases of the brand", async () => {
    const { agent, one, two } = await twoCases();
    const manager = await member(["account_manager"]);
    const otherBrand = await member(["support_agent"], "Lee Park", ["insource"]);
    const outsiders: Sender[] = [
      { brand: "cimsoft" },
      contactOf(one.filer),
      contactOf((await filedCase({}, "insource")).filer),
      ...[manager, otherBrand, await member(["marketing"])].map(staffOf),
    ];
    const link = { number: one.number, kind: "related", other: two.number };
    for (const sender of outsiders) await send(linkCasesAction, sender, link);
    expect(await rowsOf(one)).toEqual([]);
    await send(linkCasesAction, staffOf(agent), link);
    for (const sender of outsiders) await send(unlinkCasesAction, sender, { number: one.number, other: two.number });
    expect(await rowsOf(one)).toHaveLength(1);
    expect(await linksOf(manager, one)).toEqual([`Related to ${two.number}`]);
    expect(await linksOf(otherBrand, one)).toBeUndefined();
  });

  it("are told to no client", async () => {
    const { agent, one, two } = await twoCases();
    await send(linkCasesAction, staffOf(agent), { number: one.number, kind: "duplicate", other: two.number });
    const seen = await as(
      one.filer,
      (context) => findCase(context, { brand: context.brand, number: one.number }, LOCAL),
      "read",
    );
    expect(seen).not.toBeNull();
    expect(JSON.stringify(seen)).not.toContain(two.number);
  });
});

describe("under the second wall", () => {
  const forge = async (who: Member, one: Filed, two: Filed, over: object = {}) =>
    runAsViewer(who.viewer, "write", ({ db }) =>
      db.insert(caseLinks).values({
        ...{ brand: one.row.brand, threadId: one.row.id, otherId: two.row.id, kind: "related" },
        ...{ staffId: who.id, staffName: "x", ...over },
      }),
    );

  it("no link is written without the role, in another's name, or to a case of another brand", async () => {
    const { agent, one, two } = await twoCases();
    const foreign = await filedCase({}, "insource");
    await expect(forge(await member(["account_manager"]), one, two)).rejects.toThrow();
    await expect(forge(await member(["support_agent"], "Lee Park", ["insource"]), one, two)).rejects.toThrow();
    await expect(forge(agent, one, two, { staffId: (await member(["support_agent"])).id })).rejects.toThrow();
    await expect(forge(agent, one, foreign)).rejects.toThrow();
    await expect(forge(agent, one, two, { brand: "insource" })).rejects.toThrow();
    await forge(agent, one, two);
    await expect(forge(agent, two, one)).rejects.toThrow();
  });

  it("no link is deleted by who only reads cases", async () => {
    const { agent, one, two } = await twoCases();
    await forge(agent, one, two);
    const { viewer } = await member(["account_manager"]);
    await runAsViewer(viewer, "write", ({ db }) => db.delete(caseLinks).where(eq(caseLinks.threadId, one.row.id)));
    expect(await rowsOf(one)).toHaveLength(1);
  });
});
