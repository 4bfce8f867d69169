import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import StaffAccountPage from "@/app/staff/team/accounts/[id]/page";
import StaffAccountsPage from "@/app/staff/team/accounts/page";
import { auditEvents, credentials, sessions, signInTokens, staff, staffBrands } from "@/db/schema";
import { STAFF_ROLES, type StaffRole } from "@/db/schema/constants";
import { asSystem, runAsViewer } from "@/db/viewer";
import {
  changeStaffAction,
  disableStaffAction,
  enableStaffAction,
  endStaffSessionAction,
  endStaffSessionsAction,
  inviteStaffAction,
  mailStaffLinkAction,
} from "@/lib/people/accounts/actions";
import { findStaffAccount, listAccounts, listStaffSessions } from "@/lib/people/accounts/queries";
import { PASSWORD_HASH } from "@/tests/integration/gate/auth/support";
import { type Member, member } from "@/tests/integration/threads/cases/staff/support";
import { type Outcome, send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { sessionCookie } from "@/tests/support/route";
import { createContact, nobodysId, unique } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const BOTH = ["cimsoft", "insource"];
const by = ({ id }: { id: string }) => ({ brand: "cimsoft", account: { kind: "staff", id } }) as const;
const admin = (brands: readonly string[] = BOTH) => member(["administrator"], "Vera Holm", brands);
const invitation = (over: Record<string, string | readonly string[]> = {}) => ({
  id: nobodysId(),
  email: `${unique("new")}@portal.example`.toLowerCase(),
  name: "Jo Lindqvist",
  jobTitle: "Engineer",
  phone: "",
  "roles[]": ["support_agent"],
  "brands[]": ["cimsoft"],
  ...over,
});
const to = (id: string, saved: string): Outcome => ({
  kind: "redirected",
  to: `/staff/team/accounts/${id}?saved=${saved}`,
});
/** Why a form was refused: the sentence above it, and those at its fields. */
function refused(outcome: Outcome) {
  if (outcome.kind !== "refused") throw new Error(`it was ${outcome.kind}`);
  const { message, fieldErrors } = outcome.result;
  return { message, at: fieldErrors };
}
const stored = (id: string) =>
  asSystem("test", async (db) => {
    const [row] = await db.select().from(staff).where(eq(staff.id, id));
    const brands = await db.select().from(staffBrands).where(eq(staffBrands.staffId, id));
    return row && { ...row, brands: brands.map(({ brand }) => brand).sort() };
  });
const audited = (id: string) =>
  asSystem("test", async (db) => {
    const rows = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.entity, "staff"), eq(auditEvents.entityId, id)));
    return rows.map(({ brand, action }) => `${brand} ${action}`).sort();
  });
const jobsFor = (email: string) =>
  asSystem("test", (db) =>
    db.execute(sql`select 1 from graphile_worker._private_jobs where payload ->> 'email' = ${email}`),
  );
const form = async (viewer: Member, { id }: { id: string }, over: Record<string, string | readonly string[]> = {}) => {
  const account = await runAsViewer(viewer.viewer, "read", (context) => findStaffAccount(context, id));
  if (!account) throw new Error("no account");
  const { name, jobTitle, phone, roles, brands, seen } = account;
  return {
    ...{ account: id, seen, name, jobTitle: jobTitle ?? "", phone: phone ?? "" },
    ...{ "roles[]": roles, "brands[]": brands },
    ...over,
  };
};

describe("a colleague who is invited", () => {
  it("gets an account and the mail with the link, once, however often the form is sent", async () => {
    const vera = await admin();
    const sent = invitation({ "roles[]": ["support_agent", "marketing"], "brands[]": BOTH });
    for (const _ of [1, 2]) expect(await send(inviteStaffAction, by(vera), sent)).toEqual(to(sent.id, "invited"));
    expect(await stored(sent.id)).toMatchObject({ email: sent.email, jobTitle: "Engineer", brands: BOTH });
    expect(await jobsFor(sent.email)).toHaveLength(1);
    expect(await audited(sent.id)).toEqual(["cimsoft staff.invited", "insource staff.invited"]);
    const listed = await runAsViewer(vera.viewer, "read", listAccounts);
    expect(listed.find(({ id }) => id === sent.id)).toMatchObject({ state: "invited", isManaged: true });
  });

  it("is told of when the same form comes with something else in it", async () => {
    const vera = await admin();
    const sent = invitation();
    await send(inviteStaffAction, by(vera), sent);
    const again = await send(inviteStaffAction, by(vera), { ...sent, name: "Somebody Else" });
    expect(refused(again).message).toMatch(/already sent this form/);
    expect(await stored(sent.id)).toMatchObject({ name: "Jo Lindqvist" });
  });

  it("has no address of a client on any brand, nor of a colleague, and no brand of others", async () => {
    const vera = await admin(["cimsoft"]);
    const client = await createContact(null, { brand: "insource" });
    const colleague = await stored((await member(["marketing"], "X", ["insource"])).id);
    for (const email of [client.email, colleague?.email ?? ""]) {
      const sent = invitation({ email });
      expect(refused(await send(inviteStaffAction, by(vera), sent)).at.email).toHaveLength(1);
      expect(await stored(sent.id)).toBeUndefined();
    }
    const far = invitation({ "brands[]": BOTH });
    expect(refused(await send(inviteStaffAction, by(vera), far)).at.brands).toHaveLength(1);
    const none = invitation({ "roles[]": [], "brands[]": [] });
    expect(refused(await send(inviteStaffAction, by(vera), none)).at).toMatchObject({
      ...{ roles: ["Choose at least one role."], brands: ["Choose at least one brand."] },
    });
  });
});

describe("roles and brands of an account", () => {
  it("are changed, and audited under each brand before and after", async () => {
    const [vera, kim] = [await admin(), await member(["marketing"], "Kim", ["cimsoft"])];
    const sent = await form(vera, kim, { "roles[]": ["support_agent"], "brands[]": ["insource"] });
    expect(await send(changeStaffAction, by(vera), sent)).toEqual(to(kim.id, "changed"));
    expect(await stored(kim.id)).toMatchObject({ roles: ["support_agent"], brands: ["insource"] });
    expect(await audited(kim.id)).toEqual(["cimsoft staff.changed", "insource staff.changed"]);
  });

  it("are not changed by a form that is older than a colleague's change", async () => {
    const [vera, kim] = [await admin(), await member(["marketing"])];
    const old = await form(vera, kim, { "roles[]": ["administrator"] });
    await send(changeStaffAction, by(vera), await form(vera, kim, { name: "Kim Other" }));
    expect(refused(await send(changeStaffAction, by(vera), old)).message).toMatch(/changed this account meanwhile/);
    expect(await stored(kim.id)).toMatchObject({ name: "Kim Other", roles: ["marketing"] });
  });
});

describe("a disabled account", () => {
  it("loses sessions, links, password and the way in at once, and comes back without a password", async () => {
    const [vera, kim] = [await admin(), await member(["support_agent"])];
    await sessionCookie({ kind: "staff", id: kim.id }, "cimsoft");
    const of = { accountKind: "staff" as const, accountId: kim.id };
    await asSystem("test", async (db) => {
      await db.insert(credentials).values({ ...of, passwordHash: PASSWORD_HASH });
      await db.insert(signInTokens).values({
        ...{ ...of, brand: "cimsoft", tokenHash: unique("hash"), createdAt: new Date() },
        expiresAt: new Date(Date.now() + 60_000),
      });
    });
    for (const _ of [1, 2])
      expect(await send(disableStaffAction, by(vera), { account: kim.id })).toEqual(to(kim.id, "disabled"));
    const left = await asSystem("test", async (db) => ({
      sessions: await db
        .select()
        .from(sessions)
        .where(and(eq(sessions.accountId, kim.id), sql`ended_at is null`)),
      links: await db
        .select()
        .from(signInTokens)
        .where(and(eq(signInTokens.accountId, kim.id), sql`replaced_at is null`)),
      passwords: await db.select().from(credentials).where(eq(credentials.accountId, kim.id)),
    }));
    expect(left).toEqual({ sessions: [], links: [], passwords: [] });
    expect((await stored(kim.id))?.closedAt).not.toBeNull();
    expect(await send(enableStaffAction, by(vera), { account: kim.id })).toEqual(to(kim.id, "enabled"));
    expect((await stored(kim.id))?.closedAt).toBeNull();
    const lines = BOTH.flatMap((brand) => [`${brand} staff.disabled`, `${brand} staff.enabled`]);
    expect(await audited(kim.id)).toEqual(lines);
  });

  it("is never that of the last administrator of a brand, nor does that one lose the role or the brand", async () => {
    const brand = "insource";
    const [vera, ines] = [await admin(), await admin()];
    await asSystem("test: these two alone administer", (db) =>
      db.execute(sql`update staff set closed_at = now() where 'administrator' = any (roles) and closed_at is null
        and id not in (${vera.id}::uuid, ${ines.id}::uuid)`),
    );
    await asSystem("test", (db) =>
      db.execute(sql`delete from staff_brands where staff_id = ${vera.id}::uuid and brand = ${brand}`),
    );
    const narrow = { ...vera, viewer: { ...vera.viewer, brands: ["cimsoft"] } };
    // Vera reaches Ines no longer: Ines has a brand that is not Vera's.
    expect(refused(await send(disableStaffAction, by(narrow), { account: ines.id })).message).toMatch(
      /brands are all yours/,
    );
    await asSystem("test", (db) => db.insert(staffBrands).values({ staffId: vera.id, brand }));
    await asSystem("test", (db) => db.execute(sql`update staff set roles = '{marketing}' where id = ${vera.id}::uuid`));
    const others = await member(["marketing"]);
    expect(refused(await send(disableStaffAction, by(vera), { account: others.id })).message).toMatch(
      /Only administrators/,
    );
    await asSystem("test", (db) =>
      db.execute(sql`update staff set roles = '{administrator}' where id = ${vera.id}::uuid`),
    );
    // Two administrators who disable each other at once: one of them stays.
    const outcomes = await Promise.all([
      send(disableStaffAction, by(vera), { account: ines.id }),
      send(disableStaffAction, by(ines), { account: vera.id }),
    ]);
    // The other is refused, or signed out before they are heard.
    const done = outcomes.filter((outcome) => outcome.kind === "redirected" && outcome.to.endsWith("?saved=disabled"));
    expect(done).toHaveLength(1);
    const open = await asSystem("test", (db) =>
      db.execute(sql`select id from staff where id in (${vera.id}::uuid, ${ines.id}::uuid) and closed_at is null`),
    );
    expect(open).toHaveLength(1);
  });
});

describe("sessions of a colleague", () => {
  it("are listed without secrets, and ended one by one or all", async () => {
    const [vera, kim] = [await admin(), await member(["support_agent"])];
    for (const brand of ["cimsoft", "insource", "cimsoft"]) await sessionCookie({ kind: "staff", id: kim.id }, brand);
    const list = () => runAsViewer(vera.viewer, "read", (context) => listStaffSessions(context, kim.id));
    const [first, ...rest] = await list();
    expect(rest).toHaveLength(2);
    expect(Object.keys(first ?? {}).sort()).toEqual(["brand", "createdAt", "id", "lastSeenAt", "userAgent"]);
    await send(endStaffSessionAction, by(vera), { account: kim.id, session: first?.id ?? "" });
    expect((await list()).map(({ id }) => id).sort()).toEqual(rest.map(({ id }) => id).sort());
    await send(endStaffSessionsAction, by(vera), { account: kim.id });
    expect(await list()).toEqual([]);
  });

  it("of somebody else are not ended by the id of a session under another account", async () => {
    const [vera, kim, other] = [await admin(), await member(["support_agent"]), await member(["support_agent"])];
    await sessionCookie({ kind: "staff", id: other.id }, "cimsoft");
    const list = () => runAsViewer(vera.viewer, "read", (context) => listStaffSessions(context, other.id));
    const [session] = await list();
    await send(endStaffSessionAction, by(vera), { account: kim.id, session: session?.id ?? "" });
    expect(await list()).toHaveLength(1);
  });
});

describe("who may not change accounts", () => {
  const deeds = (id: string) =>
    [
      [disableStaffAction, { account: id }],
      [enableStaffAction, { account: id }],
      [mailStaffLinkAction, { account: id }],
      [endStaffSessionsAction, { account: id }],
      [endStaffSessionAction, { account: id, session: nobodysId() }],
    ] as const;

  it.each(STAFF_ROLES.filter((role) => role !== "administrator"))("has the role %s", async (role: StaffRole) => {
    const [kim, other] = [await member(["support_agent"], "Kim"), await member([role])];
    for (const [action, fields] of deeds(kim.id))
      expect(refused(await send(action, by(other), fields)).message).toBeTruthy();
    expect(refused(await send(inviteStaffAction, by(other), invitation())).message).toBeTruthy();
    expect(await runAsViewer(other.viewer, "read", listAccounts)).toEqual([]);
    expect(await runAsViewer(other.viewer, "read", (context) => listStaffSessions(context, kim.id))).toEqual([]);
    const [answer] = await runAsViewer(other.viewer, "write", ({ db }) =>
      db.execute(sql`select close_staff(${kim.id}::uuid, true) as closed, end_staff_sessions(${kim.id}::uuid, null) as ended,
        save_staff(${kim.id}::uuid, 'a@b.example', 'X', '', '', array['administrator'], array['cimsoft']) as saved,
        (select count(*) from staff_sessions(${kim.id}::uuid))::int as sessions, mail_staff_link(${kim.id}::uuid, 'cimsoft', ${nobodysId()}::uuid) as mailed`),
    );
    expect(answer).toEqual({ closed: "refused", ended: null, saved: "refused", sessions: 0, mailed: false });
    expect(await stored(kim.id)).toMatchObject({ closedAt: null, name: "Kim" });
    expect((await seePage(StaffAccountsPage, by(other), {} as never)).status).toBe(403);
  });

  it("administers only one of the account's brands, or wants to change their own", async () => {
    const [vera, kim] = [await admin(["cimsoft"]), await member(["support_agent"], "Kim")];
    for (const id of [kim.id, vera.id]) {
      for (const [action, fields] of deeds(id))
        expect(refused(await send(action, by(vera), fields)).message).toMatch(/your own/);
      const sent = {
        ...(await form(vera, { id })),
        name: "Changed",
        "roles[]": ["administrator"],
        "brands[]": ["cimsoft"],
      };
      expect(refused(await send(changeStaffAction, by(vera), sent)).message).toMatch(/your own/);
    }
    const [answer] = await runAsViewer(vera.viewer, "write", ({ db }) =>
      db.execute(sql`select close_staff(${kim.id}::uuid, true) as closed,
        save_staff(${nobodysId()}::uuid, 'new@b.example', 'X', '', '', array['marketing'], array['insource']) as added`),
    );
    expect(answer).toEqual({ closed: "refused", added: "refused" });
  });

  it("is a client, or signed out", async () => {
    const [kim, contact] = [await member(["support_agent"]), await createContact(null)];
    const client = { brand: "cimsoft", account: { kind: "contact", id: contact.id } } as const;
    for (const [action, fields] of deeds(kim.id)) {
      expect(await send(action, client, fields)).toEqual({ kind: "missing" });
      expect(await send(action, { brand: "cimsoft" }, fields)).toMatchObject({ kind: "redirected", to: "/login" });
    }
    expect((await stored(kim.id))?.closedAt).toBeNull();
    const props = { params: Promise.resolve({ id: kim.id }), searchParams: Promise.resolve({}) };
    expect((await seePage(StaffAccountPage, client, props)).status).toBe(404);
  });

  it("finds no account under an id that none has, or that is no id", async () => {
    const vera = await admin();
    for (const id of [nobodysId(), "nonsense"]) {
      const props = { params: Promise.resolve({ id }), searchParams: Promise.resolve({}) };
      expect((await seePage(StaffAccountPage, by(vera), props)).status).toBe(404);
    }
    for (const [action, fields] of deeds(nobodysId()))
      expect(await send(action, by(vera), fields)).toEqual({ kind: "missing" });
  });
});
