import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import StaffTeamMemberPage from "@/app/staff/team/[id]/page";
import { accountTeamMembers, auditEvents, teamPhotos } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { cleanPhotos } from "@/lib/jobs/clean-photos";
import { saveTeamEntryAction } from "@/lib/people/account-team/staff/actions";
import { member } from "@/tests/integration/threads/cases/staff/support";
import { send } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { createCompany, createTeamMember, nobodysId, unique } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const by = ({ id }: { id: string }) => ({ brand: "cimsoft", account: { kind: "staff", id } }) as const;
const stored = (id: string) =>
  asSystem("test", (db) => db.select().from(accountTeamMembers).where(eq(accountTeamMembers.id, id))).then(
    ([row]) => row,
  );

/** Somebody on two teams: the portal put them on one, the ERP on the other. */
async function onTwoTeams() {
  const dana = await member(["account_manager"], "Dana", ["cimsoft"]);
  const of = { staffId: dana.id, email: `${unique("dana")}@portal.example`.toLowerCase(), phone: "+1 804 555 0100" };
  const own = await createTeamMember(await createCompany(), { ...of, externalId: `portal:${unique("t")}` });
  const erp = await createTeamMember(await createCompany(), of);
  return { dana, own, erp };
}
const sent = ({ id }: { id: string }) => ({ person: id, phone: "+1 804 555 0199", workingHours: "9 to 5 Eastern" });

describe("phone and working hours of a team member", () => {
  it("are edited where the portal put the person on a team, and never in a row of the ERP", async () => {
    const { dana, own, erp } = await onTwoTeams();
    const vera = await member(["administrator"]);
    const outcome = await send(saveTeamEntryAction, by(vera), sent(dana));
    expect(outcome).toEqual({ kind: "redirected", to: `/staff/team/${dana.id}?saved=entry` });
    expect(await stored(own.id)).toMatchObject({ phone: "+1 804 555 0199", workingHours: "9 to 5 Eastern" });
    expect(await stored(erp.id)).toMatchObject({ phone: "+1 804 555 0100" });
    const [line] = await asSystem("test", (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.entityId, dana.id)),
    );
    expect(line).toMatchObject({
      ...{ action: "team-member.changed", actorId: vera.id },
      details: { before: { phone: "+1 804 555 0100" }, after: { phone: "+1 804 555 0199" } },
    });
    const seen = await seePage(StaffTeamMemberPage, by(vera), {
      ...{ params: Promise.resolve({ id: dana.id }), searchParams: Promise.resolve({}) },
    });
    expect(seen.status === 200 && seen.html).toContain("account teams that the portal put this person on");
  });

  it("are nobody's to edit but administrators' of the brand, under both walls", async () => {
    const { dana, own } = await onTwoTeams();
    for (const other of [dana, await member(["support_agent"]), await member(["marketing"])]) {
      const outcome = await send(saveTeamEntryAction, by(other), sent(dana));
      expect(outcome.kind).not.toBe("redirected");
    }
    const far = await member(["administrator"], "Far", ["insource"]);
    expect(await send(saveTeamEntryAction, by(far), sent(dana))).toEqual({ kind: "missing" });
    for (const { viewer } of [dana, far]) {
      const rows = await runAsViewer(viewer, "write", ({ db }) =>
        db.update(accountTeamMembers).set({ phone: "1" }).returning({ id: accountTeamMembers.id }),
      );
      expect(rows.map(({ id }) => id)).not.toContain(own.id);
    }
    expect(
      await send(saveTeamEntryAction, by(await member(["administrator"])), { ...sent(dana), person: nobodysId() }),
    ).toEqual({
      kind: "missing",
    });
    expect(await stored(own.id)).toMatchObject({ phone: "+1 804 555 0100" });
  });

  it("of somebody whom the ERP alone sends are refused with the reason", async () => {
    const erin = await member(["account_manager"], "Erin");
    await createTeamMember(await createCompany(), {
      staffId: erin.id,
      email: `${unique("erin")}@portal.example`.toLowerCase(),
    });
    const outcome = await send(saveTeamEntryAction, by(await member(["administrator"])), sent(erin));
    expect(outcome).toMatchObject({
      kind: "refused",
      result: { message: expect.stringMatching(/ERP sends this person/) },
    });
  });
});

describe("pictures of people who left", () => {
  it("go with the next cleaning, and those of people who are there stay", async () => {
    const { own } = await onTwoTeams();
    const gone = `${unique("gone")}@portal.example`.toLowerCase();
    const image = Buffer.from("webp");
    await asSystem("test", (db) =>
      db.insert(teamPhotos).values([gone, own.email].map((email) => ({ brand: "cimsoft", email, image }))),
    );
    await cleanPhotos();
    const left = await asSystem("test", (db) => db.select({ email: teamPhotos.email }).from(teamPhotos));
    const emails = left.map(({ email }) => email);
    expect(emails).toContain(own.email);
    expect(emails).not.toContain(gone);
  });
});
