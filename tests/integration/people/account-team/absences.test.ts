import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import StaffTeamMemberPage from "@/app/staff/team/[id]/page";
import StaffTeamPage from "@/app/staff/team/page";
import { auditEvents, staffAbsences } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import { addDays, businessToday } from "@/lib/kit/time";
import { recordAbsenceAction, removeAbsenceAction } from "@/lib/people/account-team/staff/actions";
import { findTeamPerson, listTeamPeople } from "@/lib/people/account-team/staff/queries";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { type Outcome, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { createCompany, createContact, createStaff, createTeamMember, nobodysId } from "@/tests/support/world";
import { createRequest } from "@/tests/support/world-threads";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const TODAY = businessToday("America/New_York");
const day = (days: number) => addDays(TODAY, days);
const by = ({ id }: Member, brand = "cimsoft") => ({ brand, account: { kind: "staff", id } }) as const;
const form = (person: Member, over: Record<string, string> = {}) => ({
  id: nobodysId(),
  person: person.id,
  startsOn: day(0),
  endsOn: day(4),
  ...over,
});
const absencesOf = ({ id }: Member) =>
  asSystem("test", (db) => db.select().from(staffAbsences).where(eq(staffAbsences.staffId, id)));
const manager = (name = "Dana Whitfield", roles: StaffRole[] = ["account_manager"], brands?: readonly string[]) =>
  member(roles, name, brands);
const done = (person: Member): Outcome => ({
  kind: "redirected",
  to: `/staff/team/${person.id}?saved=absence#absences`,
});

describe("the absence of a member of the account team", () => {
  it("is recorded by the member once, however often the form is sent, and taken back", async () => {
    const dana = await manager();
    const standIn = await manager("Priya Raman", ["subscription_manager"]);
    const sent = form(dana, { standIn: standIn.id });
    expect(await send(recordAbsenceAction, by(dana), sent)).toEqual(done(dana));
    expect(await send(recordAbsenceAction, by(dana), sent)).toEqual(done(dana));
    expect(await absencesOf(dana)).toMatchObject([{ startsOn: day(0), endsOn: day(4), standInId: standIn.id }]);
    const other = await send(recordAbsenceAction, by(dana), { ...sent, endsOn: day(5) });
    if (other.kind !== "refused") throw new Error("it went through");
    expect(other.result.values.id).not.toBe(sent.id);
    const removed = await send(removeAbsenceAction, by(dana), { id: sent.id, person: dana.id });
    expect(removed).toMatchObject({ kind: "redirected" });
    expect(await absencesOf(dana)).toEqual([]);
    const audited = await asSystem("test", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, dana.id)).orderBy(auditEvents.at),
    );
    expect(audited.map(({ action }) => action)).toEqual(["absence.recorded", "absence.removed"]);
  });

  it("sends new requests to who stands in", async () => {
    const dana = await manager();
    const standIn = await manager("Priya Raman");
    const company = await createCompany();
    await createTeamMember(company, { staffId: dana.id });
    const asker = await createContact(company);
    await send(recordAbsenceAction, by(dana), form(dana, { standIn: standIn.id }));
    expect(await createRequest(company, asker)).toMatchObject({ ownerId: standIn.id, standsInFor: dana.id });
  });

  it.each([
    ["ends before it begins", { endsOn: day(-1) }, "endsOn", "The last day comes before the first."],
    ["is over", { startsOn: day(-9), endsOn: day(-2) }, "endsOn", "These days are over."],
    ["lasts years", { endsOn: day(900) }, "endsOn", "An absence lasts a year at most."],
    ["has no day", { startsOn: "" }, "startsOn", "Enter a date."],
    ["has a day that does not exist", { startsOn: "2027-02-30" }, "startsOn", "Enter a date."],
    ["has a stand-in of another id", { standIn: nobodysId() }, "standIn", "Choose somebody from the list."],
  ])("that %s is refused", async (_, over, field, sentence) => {
    const dana = await manager();
    const refused = await send(recordAbsenceAction, by(dana), form(dana, over));
    expect(refused).toMatchObject({ kind: "refused", result: { fieldErrors: { [field]: [sentence] } } });
    expect(await absencesOf(dana)).toEqual([]);
  });

  it("has no stand-in who is the member, marketing, or somebody of another brand", async () => {
    const dana = await manager("Dana", ["account_manager"], ["cimsoft"]);
    const others = [
      dana,
      await manager("Theo", ["marketing"]),
      await manager("Far", ["account_manager"], ["insource"]),
    ];
    for (const { id } of others) {
      const refused = await send(recordAbsenceAction, by(dana), form(dana, { standIn: id }));
      expect(refused).toMatchObject({ kind: "refused", result: { fieldErrors: { standIn: [expect.any(String)] } } });
    }
  });

  it("is not recorded under the id of an absence that the writer cannot see", async () => {
    const dana = await manager("Dana", ["account_manager"], ["cimsoft"]);
    const far = await manager("Far", ["account_manager"], ["insource"]);
    const sent = form(dana);
    expect(await send(recordAbsenceAction, by(dana), sent)).toEqual(done(dana));
    expect(await send(recordAbsenceAction, by(far, "insource"), form(far, { id: sent.id }))).toEqual({
      kind: "missing",
    });
    expect(await absencesOf(far)).toEqual([]);
    expect(await absencesOf(dana)).toHaveLength(1);
  });

  it("never overlaps with another one of the member, also when two are recorded at once", async () => {
    const dana = await manager();
    const outcomes = await Promise.all(
      [0, 1, 2, 3].map((from) =>
        send(recordAbsenceAction, by(dana), form(dana, { startsOn: day(from), endsOn: day(from + 4) })),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === "redirected")).toHaveLength(1);
    expect(await absencesOf(dana)).toHaveLength(1);
  });

  it("is recorded for a colleague by an administrator of their brands alone", async () => {
    const dana = await manager("Dana", ["account_manager"], ["cimsoft"]);
    const peer = await manager("Peer");
    const refused = await send(recordAbsenceAction, by(peer), form(dana));
    expect(refused).toMatchObject({ result: { message: "Only administrators record when somebody else is away." } });
    const far = await manager("Far", ["administrator"], ["insource"]);
    expect(await send(recordAbsenceAction, by(far), form(dana))).toEqual({ kind: "missing" });
    const marketing = await manager("Theo", ["marketing"]);
    expect(await send(recordAbsenceAction, by(marketing), form(marketing))).toEqual({ kind: "missing" });
    const contact = await createContact(await createCompany());
    const client = { brand: "cimsoft", account: { kind: "contact", id: contact.id } } as const;
    expect(await send(recordAbsenceAction, client, form(dana))).toEqual({ kind: "missing" });
    expect(await send(recordAbsenceAction, { brand: "cimsoft" }, form(dana))).toMatchObject({
      to: expect.stringMatching(/^\/login/),
    });
    expect(await absencesOf(dana)).toEqual([]);
    const sent = form(dana);
    expect(await send(recordAbsenceAction, by(await manager("Elena", ["administrator"])), sent)).toEqual(done(dana));
    for (const who of [peer, far]) {
      const out = await send(removeAbsenceAction, by(who), { id: sent.id, person: dana.id });
      expect(out.kind).not.toBe("redirected");
      await send(removeAbsenceAction, by(who), { id: sent.id, person: who.id });
    }
    expect(await absencesOf(dana)).toHaveLength(1);
  });

  it("is audited under a brand that recorder and member share", async () => {
    const dana = await manager("Dana", ["account_manager"], ["insource"]);
    const administrator = await manager("Elena", ["administrator"], ["cimsoft", "insource"]);
    await send(recordAbsenceAction, by(administrator, "insource"), form(dana));
    const audited = await asSystem("test", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, dana.id)),
    );
    expect(audited).toMatchObject([{ action: "absence.recorded", brand: "insource", actorId: administrator.id }]);
  });

  it("is refused by the database itself for somebody in no brand of the writer", async () => {
    const dana = await manager("Dana", ["account_manager"], ["cimsoft"]);
    const far = await manager("Far", ["administrator"], ["insource"]);
    const absence = { staffId: dana.id, startsOn: day(0), endsOn: day(1) };
    const write = (who: Member, over: object = {}) =>
      runAsViewer(who.viewer, "write", ({ db }) => db.insert(staffAbsences).values({ ...absence, ...over }));
    await expect(write(far)).rejects.toMatchObject({ cause: { code: "23514" } });
    await expect(write(dana, { standInId: far.id })).rejects.toMatchObject({ cause: { code: "23514" } });
    await write(dana);
    await expect(
      runAsViewer(far.viewer, "write", ({ db }) => db.delete(staffAbsences).where(eq(staffAbsences.staffId, dana.id))),
    ).rejects.toMatchObject({ cause: { code: "23514" } });
  });
});

describe("the staff pages about the account team", () => {
  const list = (who: Member, brand = "cimsoft") => seePage(StaffTeamPage, by(who, brand), {});
  const page = (who: Member, id: string) =>
    seePage(StaffTeamMemberPage, by(who), {
      params: Promise.resolve({ id }),
      searchParams: Promise.resolve({}),
    });

  it("show people of the reader's brands once, those without an account too", async () => {
    const dana = await manager("Dana Whitfield");
    const [one, two, theirs] = [
      await createCompany(),
      await createCompany(),
      await createCompany({ brand: "insource" }),
    ];
    for (const company of [one, two]) {
      await createTeamMember(company, { staffId: dana.id, email: `dana.${dana.id}@portal.example` });
    }
    const grace = await createTeamMember(one, {
      name: "Grace Holloway",
      email: `grace.${dana.id}@portal.example`,
      role: "sales_engineer",
    });
    await createTeamMember(theirs, { name: "Only Insource", email: `only.${dana.id}@portal.example` });
    const reader = await manager("Reader", ["account_manager"], ["cimsoft"]);
    const seen = await list(reader);
    if (seen.status !== 200) throw new Error("no page");
    expect(seen.html.split(`/staff/team/${dana.id}`)).toHaveLength(2);
    expect(seen.html).toContain(`/staff/team/${grace.id}`);
    expect(seen.html).not.toContain("Only Insource");
    const without = await page(reader, grace.id);
    expect(without.status === 200 && without.html).toContain("has no account in the portal");
  });

  it("show each person as the list does", async () => {
    const dana = await manager("Dana Whitfield");
    const standIn = await manager("Priya Raman");
    const elsewhere = await manager("Only Insource", ["account_manager"], ["insource"]);
    const company = await createCompany();
    for (const [name, staffId] of [
      ["Dana Whitfield", dana.id],
      ["Dana W.", null],
      ["Grace Holloway", null],
    ] as const) {
      const email = `${name.startsWith("Dana") ? "Dana" : "grace"}.${dana.id}@portal.example`;
      await createTeamMember(await createCompany(), { name, email, ...(staffId ? { staffId } : {}) });
      await createTeamMember(company, { name, email: email.toLowerCase(), role: "support" });
    }
    await send(recordAbsenceAction, by(dana), form(dana, { standIn: standIn.id }));
    const administrator = await manager("Elena", ["administrator"], ["cimsoft"]);
    await runAsViewer(administrator.viewer, "read", async (context) => {
      const people = await listTeamPeople(context);
      expect(people.find(({ id }) => id === dana.id)).toMatchObject({ companies: 3, away: { standIn: {} } });
      for (const person of people) expect(await findTeamPerson(context, person.id)).toEqual(person);
      expect(await findTeamPerson(context, dana.id.toUpperCase())).toMatchObject({ id: dana.id });
      for (const id of [elsewhere.id, nobodysId(), "nobody", ""]) expect(await findTeamPerson(context, id)).toBeNull();
    });
  });

  it("have the forms that the reader may use", async () => {
    const dana = await manager("Dana Whitfield");
    const company = await createCompany();
    await createTeamMember(company, { staffId: dana.id, email: `dana.${dana.id}@portal.example` });
    const html = async (who: Member) => {
      const seen = await page(who, dana.id);
      return seen.status === 200 ? seen.html : String(seen.status);
    };
    const own = await html(dana);
    expect([own.includes("Record absence"), own.includes("Save picture")]).toEqual([true, false]);
    const peer = await html(await manager("Peer"));
    expect([peer.includes("Record absence"), peer.includes("Save picture")]).toEqual([false, false]);
    const admin = await html(await manager("Elena", ["administrator"]));
    expect([admin.includes("Record absence"), admin.includes("Save picture")]).toEqual([true, true]);
  });

  it("are open to staff who answer requests, and tell others nothing", async () => {
    const dana = await manager("Dana", ["account_manager"], ["cimsoft"]);
    for (const roles of [["support_agent"], ["marketing"]] as const) {
      const other = await manager("Other", [...roles]);
      expect((await list(other)).status).toBe(403);
      expect((await page(other, dana.id)).status).toBe(403);
    }
    const far = await manager("Far", ["administrator"], ["insource"]);
    expect((await page(far, dana.id)).status).toBe(404);
    expect((await page(dana, "nobody")).status).toBe(404);
    const contact = await createContact(await createCompany());
    const client = { brand: "cimsoft", account: { kind: "contact", id: contact.id } } as const;
    expect((await seePage(StaffTeamPage, client, {})).status).toBe(404);
    expect((await seePage(StaffTeamPage, { brand: "cimsoft" }, {})).status).toBe(307);
    const gone = await createStaff(["account_manager"], { closedAt: new Date() });
    expect((await page(dana, gone.id)).status).toBe(404);
  });
});
