import { eq, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import { agreements, auditEvents } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { brandByKey, loadBrands } from "@/lib/gate/brand/load";
import { businessNow } from "@/lib/kit/time";
import { setCoverageAction } from "@/lib/people/agreements/coverage/actions";
import { coveredTerms } from "@/lib/people/agreements/coverage/queries";
import { coverageAt } from "@/lib/people/agreements/coverage/rules";
import { findStaffAgreement } from "@/lib/people/agreements/staff/queries";
import { handBackAction } from "@/lib/people/portal-decisions/actions";
import { listDecisionsOfAgreement } from "@/lib/people/portal-decisions/queries";
import { type Member, member, read } from "@/tests/integration/threads/cases/staff/support";
import { contactOf, type Sender, send } from "@/tests/integration/threads/cases/support";
import { clientViewer, createAgreement, createCompany, createContact, nobodysId } from "@/tests/support/world";
import { storedCoverage } from "./support";

const LOCAL = { zone: "America/New_York" };
const IN_FORCE = { startsOn: "2020-01-01", endsOn: "2099-12-31" };
const by = ({ id }: Member): Sender => ({ brand: "cimsoft", account: { kind: "staff", id } });
const form = (agreement: string, coverage = "around_the_clock", seen = "chat_hours") => ({ agreement, coverage, seen });

async function covered(brand = "cimsoft") {
  const company = await createCompany({ brand });
  return { company, agreement: await createAgreement(company, { ...IN_FORCE, product: "Premium support" }) };
}

describe("the coverage of an agreement", () => {
  it("is chat hours at first, and what an administrator decides from then on, with its history", async () => {
    const admin = await member(["administrator"], "Noor Haddad");
    const { agreement } = await covered();
    expect(agreement.coverage).toBe("chat_hours");
    const sent = form(agreement.id);
    for (let time = 0; time < 2; time++) {
      expect(await send(setCoverageAction, by(admin), sent)).toEqual({
        kind: "redirected",
        to: `/staff/agreements/${agreement.id}?saved=coverage#coverage`,
      });
    }
    const { coverage, decision, history } = await storedCoverage(agreement.id);
    expect(coverage).toBe("around_the_clock");
    expect(decision).toMatchObject({ outcome: "set", decidedBy: admin.id, companyId: agreement.companyId });
    expect(history).toMatchObject([
      { kind: "decided", before: "chat_hours", after: "around_the_clock", changedByName: "Noor Haddad" },
    ]);
    const audited = await asSystem("test looks", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, agreement.id)),
    );
    expect(audited).toMatchObject([
      { action: "agreement.coverage-decided", details: { from: "chat_hours", to: "around_the_clock" } },
    ]);
    const decisions = await read(admin, (context) => listDecisionsOfAgreement(context, agreement.id));
    expect(decisions.map(({ words }) => words)).toEqual(["Coverage of Premium support: Around the clock"]);
  });

  it("can be decided as it is, and is handed back to the ERP as it is", async () => {
    const admin = await member(["administrator"], "Noor Haddad");
    const { agreement } = await covered();
    await send(setCoverageAction, by(admin), form(agreement.id, "chat_hours"));
    const { decision } = await storedCoverage(agreement.id);
    if (!decision) throw new Error("nothing was decided");
    const back = await send(handBackAction, by(admin), { decision: decision.id, agreement: agreement.id });
    expect(back).toEqual({ kind: "redirected", to: `/staff/agreements/${agreement.id}?saved=handed-back#coverage` });
    const after = await storedCoverage(agreement.id);
    expect(after.decision).toBeUndefined();
    expect(after.history.map(({ kind }) => kind)).toEqual(["decided", "handed_back"]);
  });

  it("is not what a late form says that was made from another one", async () => {
    const admin = await member(["administrator"]);
    const { agreement } = await covered();
    await send(setCoverageAction, by(admin), form(agreement.id));
    const late = await send(setCoverageAction, by(admin), form(agreement.id, "extended"));
    expect(late).toMatchObject({ kind: "refused", result: { message: expect.stringContaining("meanwhile") } });
    expect((await storedCoverage(agreement.id)).coverage).toBe("around_the_clock");
  });

  it.each([
    ["a coverage that the brand does not have", { coverage: "lunar" }],
    ["a text that is no coverage", { coverage: "Around the clock" }],
  ])("is not %s", async (_, over) => {
    const admin = await member(["administrator"]);
    const { agreement } = await covered();
    const refused = await send(setCoverageAction, by(admin), { ...form(agreement.id), ...over });
    expect(refused).toMatchObject({ kind: "refused", result: { fieldErrors: { coverage: ["Choose a coverage."] } } });
    expect((await storedCoverage(agreement.id)).coverage).toBe("chat_hours");
  });

  it("belongs to support agreements alone", async () => {
    const admin = await member(["administrator"]);
    const subscription = await createAgreement(await createCompany(), { ...IN_FORCE, kind: "subscription" });
    expect(await send(setCoverageAction, by(admin), form(subscription.id))).toMatchObject({ kind: "missing" });
  });
});

describe("outsiders", () => {
  const roles: readonly StaffRole[] = ["account_manager", "subscription_manager", "support_agent", "marketing"];
  it.each(roles)("%s decides nothing", async (role) => {
    const someone = await member([role]);
    const { agreement } = await covered();
    const refused = await send(setCoverageAction, by(someone), form(agreement.id));
    expect(refused.kind).toBe("refused");
    const written = await runAsViewer(someone.viewer, "write", ({ db }) =>
      db.execute(sql`update agreements set coverage = 'extended' where id = ${agreement.id}::uuid`),
    );
    expect(written.count).toBe(0);
    expect(await storedCoverage(agreement.id)).toMatchObject({ coverage: "chat_hours", history: [] });
  });

  it("nobody signed in, a contact and an administrator of another brand decide nothing", async () => {
    const { company, agreement } = await covered();
    const contact = await createContact(company, { casesScope: "company" });
    const elsewhere = await member(["administrator"], "Kim Duarte", ["insource"]);
    for (const sender of [{ brand: "cimsoft" }, contactOf(contact), by(elsewhere)]) {
      expect((await send(setCoverageAction, sender, form(agreement.id))).kind).not.toBe("kept");
    }
    const foreign = await runAsViewer(elsewhere.viewer, "write", ({ db }) =>
      db.execute(sql`update agreements set coverage = 'extended' where id = ${agreement.id}::uuid`),
    );
    expect(foreign.count).toBe(0);
    await expect(
      runAsViewer(clientViewer(contact), "write", ({ db }) =>
        db.execute(sql`update agreements set coverage = 'extended' where id = ${agreement.id}::uuid`),
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
    expect(await storedCoverage(agreement.id)).toMatchObject({ coverage: "chat_hours", history: [] });
  });

  it("an administrator changes no other column of an agreement", async () => {
    const admin = await member(["administrator"]);
    const { agreement } = await covered();
    await expect(
      runAsViewer(admin.viewer, "write", ({ db }) =>
        db.execute(sql`update agreements set starts_on = '2019-01-01' where id = ${agreement.id}::uuid`),
      ),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("the page of an agreement is there for staff who serve its brand, and for no text that is no id", async () => {
    const { agreement } = await covered();
    const brands = await loadBrands();
    const seenBy = async (who: Member, id: string = agreement.id) =>
      read(who, (context) => findStaffAgreement(context, id, brands, LOCAL));
    for (const role of ["account_manager", "support_agent", "administrator"] as const) {
      expect((await seenBy(await member([role])))?.coverage, role).toBe("chat_hours");
    }
    // Only roles that read money are told the value.
    expect((await seenBy(await member(["support_agent"])))?.value).toBeNull();
    expect(await seenBy(await member(["marketing"]))).toBeNull();
    expect(await seenBy(await member(["administrator"], "Kim Duarte", ["insource"]))).toBeNull();
    const admin = await member(["administrator"]);
    for (const id of [nobodysId(), "nobody", "' or true --", "../decisions"])
      expect(await seenBy(admin, id)).toBeNull();
  });
});

describe("the terms by which answers are promised", () => {
  it("are those of companies whose cases the contact reaches, related ones too, and of nobody else", async () => {
    const { company, agreement } = await covered();
    await asSystem("test world", (db) =>
      db.update(agreements).set({ coverage: "around_the_clock" }).where(eq(agreements.id, agreement.id)),
    );
    const neighbour = await covered();
    const related = await createContact(neighbour.company, { casesScope: "own", relatedTo: [company] });
    const stranger = await createContact(neighbour.company, { casesScope: "company" });
    const without = await createContact(company, { casesScope: "none" });
    const seen = async (contact: typeof related) =>
      runAsViewer(clientViewer(contact), "read", (context) => coveredTerms(context, [company.id])).then((of) =>
        of(company.id).map(({ coverage }) => coverage),
      );
    expect(await seen(related)).toEqual(["around_the_clock"]);
    expect(await seen(stranger)).toEqual([]);
    expect(await seen(without)).toEqual([]);
    const asStaff = async (who: Member) =>
      (await read(who, (context) => coveredTerms(context, [company.id])))(company.id).length;
    expect(await asStaff(await member(["support_agent"]))).toBe(1);
    expect(await asStaff(await member(["marketing"]))).toBe(0);
    expect(await asStaff(await member(["support_agent"], "Kim Duarte", ["insource"]))).toBe(0);
  });

  it("are in force on the same days for the database as here, over both changes of the clocks", async () => {
    const { company } = await covered();
    const brand = await brandByKey("cimsoft");
    // Both end in the night in which the clocks change.
    for (const endsOn of ["2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01"]) {
      const term = { coverage: "around_the_clock", onlyFor: null, startsOn: "2026-01-01", endsOn };
      const midnight = Temporal.PlainDate.from(endsOn).add({ days: 1 }).toZonedDateTime(brand.zone).toInstant();
      for (const minutes of [-1500, -61, -60, -1, 0, 1, 60, 61, 120, 180]) {
        const at = midnight.add({ minutes });
        const [row] = await asSystem("test compares", (db) =>
          db.execute<{ held: boolean }>(
            sql`select (${at.toString()}::timestamptz at time zone ${brand.zone})::date between '2026-01-01'::date and ${endsOn}::date as held`,
          ),
        );
        expect(coverageAt(brand, [term], null, at) !== null, `${endsOn} ${minutes}`).toBe(row?.held);
      }
    }
    const now = await asSystem("test looks", (db) => coveredTerms({ db }, [company.id]));
    expect(coverageAt(brand, now(company.id), null, businessNow())?.key).toBe("chat_hours");
  });
});
