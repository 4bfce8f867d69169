import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { agreements, auditEvents, portalDecisions } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import { addDays, businessToday } from "@/lib/kit/time";
import { handBackAction } from "@/lib/people/portal-decisions/actions";
import { listDecisionsOfAgreement } from "@/lib/people/portal-decisions/queries";
import { setTermAction } from "@/lib/people/portal-decisions/term/actions";
import { readCaseAccess } from "@/lib/threads/cases/access/queries";
import { type Member, member, read } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { clientViewer, createAgreement, createCompany, createContact } from "@/tests/support/world";

const TERM = { startsOn: "2020-01-01", endsOn: "2099-12-30" };
const by = ({ id }: Member): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });
const form = (agreement: string, endsOn: string, seen = TERM.endsOn) => ({ agreement, endsOn, seen });

async function agreed(over: Partial<Parameters<typeof createAgreement>[1]> = {}) {
  const company = await createCompany();
  return { company, agreement: await createAgreement(company, { ...TERM, product: "Premium support", ...over }) };
}

async function stored(id: string) {
  return asSystem("test looks", async (db) => {
    const [row] = await db.select({ endsOn: agreements.endsOn }).from(agreements).where(eq(agreements.id, id));
    const [decision] = await db
      .select()
      .from(portalDecisions)
      .where(and(eq(portalDecisions.kind, "term"), eq(portalDecisions.agreementId, id)));
    return { endsOn: row?.endsOn, decision };
  });
}

describe("the last day of a support agreement", () => {
  it("is what an administrator decides, once, and ends what its contacts are authorized for", async () => {
    const admin = await member(["administrator"], "Noor Haddad");
    const { company, agreement } = await agreed();
    const contact = await createContact(company, { casesScope: "company" });
    const brand = await brandByKey("cimsoft");
    const access = async () =>
      runAsViewer(clientViewer(contact), "read", async (context) => (await readCaseAccess(context, brand)).access.kind);
    expect(await access()).toBe("open");
    const yesterday = addDays(businessToday(brand.zone), -1);
    for (let time = 0; time < 2; time++) {
      expect(await send(setTermAction, by(admin), form(agreement.id, yesterday))).toEqual({
        kind: "redirected",
        to: `/staff/agreements/${agreement.id}?saved=term#term`,
      });
    }
    expect(await stored(agreement.id)).toMatchObject({ endsOn: yesterday, decision: { decidedBy: admin.id } });
    expect(await access()).not.toBe("open");
    const audited = await asSystem("test looks", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, agreement.id)),
    );
    expect(audited).toMatchObject([
      { action: "agreement.term-decided", details: { from: TERM.endsOn, to: yesterday } },
    ]);
    await send(setTermAction, by(admin), form(agreement.id, "2027-01-31", yesterday));
    expect(await access()).toBe("open");
    const decisions = await read(admin, (context) => listDecisionsOfAgreement(context, agreement.id));
    expect(decisions.map(({ words }) => words)).toEqual(["Last day of Premium support: Jan 31, 2027"]);
  });

  it("is handed back to the ERP as it is", async () => {
    const admin = await member(["administrator"]);
    const { agreement } = await agreed();
    await send(setTermAction, by(admin), form(agreement.id, TERM.endsOn));
    const { decision } = await stored(agreement.id);
    if (!decision) throw new Error("nothing was decided");
    await send(handBackAction, by(admin), { decision: decision.id, agreement: agreement.id });
    expect(await stored(agreement.id)).toEqual({ endsOn: TERM.endsOn, decision: undefined });
  });

  it.each([
    ["before the first", { endsOn: "2019-12-31" }, "Enter a day after the agreement begins."],
    ["that is no day", { endsOn: "2026-02-30" }, "Enter the last day."],
    ["left empty", { endsOn: "" }, "Enter the last day."],
  ])("is no day %s", async (_, over, sentence) => {
    const admin = await member(["administrator"]);
    const { agreement } = await agreed();
    const refused = await send(setTermAction, by(admin), { ...form(agreement.id, TERM.endsOn), ...over });
    expect(refused).toMatchObject({ kind: "refused", result: { fieldErrors: { endsOn: [sentence] } } });
    expect(await stored(agreement.id)).toEqual({ endsOn: TERM.endsOn, decision: undefined });
  });

  it("is not what a late form says that was made from another day", async () => {
    const admin = await member(["administrator"]);
    const { agreement } = await agreed();
    await send(setTermAction, by(admin), form(agreement.id, "2027-01-31"));
    const late = await send(setTermAction, by(admin), form(agreement.id, "2028-01-31"));
    expect(late).toMatchObject({ kind: "refused", result: { message: expect.stringContaining("meanwhile") } });
    expect((await stored(agreement.id)).endsOn).toBe("2027-01-31");
  });

  it("of a subscription is the ERP's alone", async () => {
    const admin = await member(["administrator"]);
    const { agreement } = await agreed({ kind: "subscription" });
    expect(await send(setTermAction, by(admin), form(agreement.id, "2027-01-31"))).toMatchObject({ kind: "missing" });
  });
});

describe("outsiders", () => {
  const write = (who: Member, id: string) =>
    runAsViewer(who.viewer, "write", ({ db }) =>
      db.execute(sql`update agreements set ends_on = '2100-01-01' where id = ${id}::uuid`),
    );

  const roles: readonly StaffRole[] = ["account_manager", "subscription_manager", "support_agent", "marketing"];
  it.each(roles)("%s decides nothing", async (role) => {
    const someone = await member([role]);
    const { agreement } = await agreed();
    expect((await send(setTermAction, by(someone), form(agreement.id, "2027-01-31"))).kind).toBe("refused");
    expect((await write(someone, agreement.id)).count).toBe(0);
    expect(await stored(agreement.id)).toEqual({ endsOn: TERM.endsOn, decision: undefined });
  });

  it("nobody signed in, a contact and an administrator of another brand decide nothing", async () => {
    const { company, agreement } = await agreed();
    const contact = await createContact(company, { casesScope: "company" });
    const elsewhere = await member(["administrator"], "Kim Duarte", ["insource"]);
    for (const sender of [{ brand: "cimsoft" }, contactOf(contact), by(elsewhere)]) {
      await send(setTermAction, sender, form(agreement.id, "2027-01-31"));
    }
    expect((await write(elsewhere, agreement.id)).count).toBe(0);
    await expect(
      runAsViewer(clientViewer(contact), "write", ({ db }) =>
        db.execute(sql`update agreements set ends_on = '2100-01-01' where id = ${agreement.id}::uuid`),
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
    expect(await stored(agreement.id)).toEqual({ endsOn: TERM.endsOn, decision: undefined });
  });
});
