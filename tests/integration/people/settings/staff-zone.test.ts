import { eq, sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { auditEvents, staff } from "@/db/schema";
import { asSystem, runAsViewer } from "@/db/viewer";
import { setTimeZoneAction } from "@/lib/people/settings/actions";
import { setStaffTimeZone } from "@/lib/people/settings/staff/service";
import { routes } from "@/lib/routes";
import { send } from "@/tests/integration/threads/cases/support";
import { clientViewer, createCompany, createContact, createStaff, staffViewer } from "@/tests/support/world";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

const zoneOf = async (id: string) => {
  const [row] = await asSystem("test looks", (db) => db.select().from(staff).where(eq(staff.id, id)));
  return row?.timeZone;
};

it("the time zone of staff is set by themselves, for themselves alone, and audited", async () => {
  const [own, other] = [await createStaff(["marketing"]), await createStaff(["administrator"])];
  await runAsViewer(staffViewer(own), "write", (context) => setStaffTimeZone(context, "America/Denver"));
  expect([await zoneOf(own.id), await zoneOf(other.id)]).toEqual(["America/Denver", "America/New_York"]);
  const [audited] = await asSystem("test looks", (db) =>
    db.select().from(auditEvents).where(eq(auditEvents.entityId, own.id)),
  );
  expect(audited).toMatchObject({ action: "staff.time-zone-changed", details: { zone: "America/Denver" } });

  for (const zone of ["Mars/Olympus", ""]) {
    await expect(
      runAsViewer(staffViewer(own), "write", (context) => setStaffTimeZone(context, zone)),
    ).rejects.toMatchObject({ field: "zone" });
  }
});

it("the time zone of staff is written by nobody else, not even by SQL in their role, which writes no other column of staff", async () => {
  const [own, other] = [await createStaff(["administrator"]), await createStaff(["administrator"])];
  const contact = await createContact(await createCompany());
  await runAsViewer(staffViewer(own), "write", ({ db }) =>
    db.execute(sql`update staff set time_zone = 'Asia/Kolkata' where id = ${other.id}::uuid`),
  );
  expect(await zoneOf(other.id)).toBe("America/New_York");
  const attempts = [
    [staffViewer(own), sql`update staff set roles = array['administrator'] where id = ${own.id}::uuid`],
    [staffViewer(own), sql`update staff set email = 'x@portal.example' where id = ${own.id}::uuid`],
    [clientViewer(contact), sql`update staff set time_zone = 'Asia/Kolkata' where id = ${own.id}::uuid`],
  ] as const;
  for (const [viewer, statement] of attempts) {
    await expect(runAsViewer(viewer, "write", ({ db }) => db.execute(statement))).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  }
});

it("the time zone of staff is sent with the form of their own page, which offers no brand's", async () => {
  const member = await createStaff(["marketing"]);
  const session = { brand: "insource", account: { kind: "staff" as const, id: member.id } };
  expect(await send(setTimeZoneAction, session, { zone: "America/Chicago" })).toMatchObject({
    to: `${routes.staffSettings}?done=zone#profile`,
  });
  expect(await zoneOf(member.id)).toBe("America/Chicago");
  expect(await send(setTimeZoneAction, session, {})).toMatchObject({
    result: { fieldErrors: { zone: [expect.any(String)] } },
  });
  expect(await zoneOf(member.id)).toBe("America/Chicago");
});
