import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { auditEvents, threads } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { handOverWorkAction } from "@/lib/site/hand-over/actions";
import { readOpenWork } from "@/lib/site/hand-over/queries";
import { OPEN_WORK, type OpenWork } from "@/lib/site/hand-over/schema";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { coveredCompany, type Outcome, send } from "@/tests/integration/threads/cases/support";
import { createContact, nobodysId } from "@/tests/support/world";
import { createCase, createChat, createRequest } from "@/tests/support/world-threads";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const by = ({ id }: { id: string }) => ({ brand: "cimsoft", account: { kind: "staff", id } }) as const;
const sent = (from: Member, work: OpenWork, to: { id: string }) => ({ account: from.id, work, to: to.id });
const to = (from: Member, moved: number, left: number): Outcome => ({
  kind: "redirected",
  to: `/staff/team/accounts/${from.id}?moved=${moved}&left=${left}#work`,
});
const ownerOf = (id: string) =>
  asSystem("test", (db) => db.select({ owner: threads.ownerId }).from(threads).where(eq(threads.id, id))).then(
    ([row]) => row?.owner,
  );
const countsOf = async (viewer: Member, of: Member) => {
  const lines = await runAsViewer(viewer.viewer, "read", (context) => readOpenWork(context, of.id));
  return Object.fromEntries(lines.map(({ work, count }) => [work, count]));
};

/** One thread of each kind of work on Cimsoft, owned by somebody who leaves. */
async function house() {
  const [vera, kim] = [
    await member(["administrator"], "Vera"),
    await member(["support_agent", "account_manager"], "Kim"),
  ];
  const company = await coveredCompany();
  const asker = await createContact(company, { casesScope: "company" });
  const owner = { ownerId: kim.id };
  const opened = {
    case: await createCase(company, asker, owner),
    request: await createRequest(company, asker, owner),
    renewal: await createRequest(company, asker, { ...owner, kind: "renewal" }),
    chat: await createChat(company, asker, { ...owner, status: "in_progress" }),
  };
  return { vera, kim, company, asker, opened };
}

describe("the open work of somebody who leaves", () => {
  it("is counted first, and goes kind by kind to colleagues who may work it", async () => {
    const { vera, kim, opened } = await house();
    const taker = await member(["support_agent", "account_manager"], "Priya");
    expect(await countsOf(vera, kim)).toEqual({ case: 1, request: 1, renewal: 1, chat: 1 });
    for (const work of OPEN_WORK) {
      expect(await send(handOverWorkAction, by(vera), sent(kim, work, taker)), work).toEqual(to(kim, 1, 0));
      expect(await ownerOf(opened[work].id), work).toBe(taker.id);
      // Sent again it finds nothing left.
      expect(await send(handOverWorkAction, by(vera), sent(kim, work, taker)), work).toEqual(to(kim, 0, 0));
    }
    expect(await countsOf(vera, kim)).toEqual({ case: 0, request: 0, renewal: 0, chat: 0 });
    const lines = await asSystem("test", (db) => db.select().from(auditEvents).where(eq(auditEvents.entityId, kim.id)));
    expect(lines.filter(({ action }) => action === "staff.work-handed-over")).toHaveLength(4);
  });

  it("does not go to somebody whose role or brand does not work it", async () => {
    const { vera, kim, opened } = await house();
    const wrong = [
      await member(["marketing"]),
      await member(["account_manager"], "Manager"),
      await member(["support_agent"], "Far", ["insource"]),
      { id: nobodysId() },
      kim,
    ];
    for (const colleague of wrong) {
      const outcome = await send(handOverWorkAction, by(vera), sent(kim, "case", colleague));
      expect(outcome).toMatchObject({ kind: "refused", result: { fieldErrors: { to: [expect.any(String)] } } });
    }
    expect(await ownerOf(opened.case.id)).toBe(kim.id);
  });

  it("stays where the colleague does not work the brand of a part of it", async () => {
    const { vera, kim } = await house();
    const far = await coveredCompany("insource");
    const asker = await createContact(far, { casesScope: "company" });
    const other = await createCase(far, asker, { ownerId: kim.id });
    const taker = await member(["support_agent"], "Near", ["cimsoft"]);
    expect(await send(handOverWorkAction, by(vera), sent(kim, "case", taker))).toEqual(to(kim, 1, 1));
    expect(await ownerOf(other.id)).toBe(kim.id);
  });

  it("of another brand is neither counted nor moved by an administrator", async () => {
    const { kim, opened } = await house();
    const far = await member(["administrator"], "Far", ["insource"]);
    expect(await countsOf(far, kim)).toEqual({ case: 0, request: 0, renewal: 0, chat: 0 });
    const taker = await member(["support_agent"], "Taker");
    expect(await send(handOverWorkAction, by(far), sent(kim, "case", taker))).toEqual(to(kim, 0, 0));
    expect(await ownerOf(opened.case.id)).toBe(kim.id);
  });

  it("is handed over by administrators alone", async () => {
    const { kim, asker, opened } = await house();
    const taker = await member(["support_agent"], "Taker");
    for (const role of ["support_agent", "account_manager", "subscription_manager", "marketing"] as const) {
      const outcome = await send(handOverWorkAction, by(await member([role])), sent(kim, "case", taker));
      expect(outcome).toMatchObject({
        kind: "refused",
        result: { message: expect.stringMatching(/Only administrators/) },
      });
    }
    const client = { brand: "cimsoft", account: { kind: "contact", id: asker.id } } as const;
    expect(await send(handOverWorkAction, client, sent(kim, "case", taker))).toEqual({ kind: "missing" });
    expect(await ownerOf(opened.case.id)).toBe(kim.id);
  });
});
