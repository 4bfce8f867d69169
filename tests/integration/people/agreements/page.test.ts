import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";

vi.mock("next/headers", () => import("@/tests/support/next-headers"));

import NewCasePage from "@/app/(portal)/cases/new/page";
import StaffAgreementPage from "@/app/staff/agreements/[id]/page";
import { agreements } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { member } from "@/tests/integration/threads/cases/staff/support";
import { contactOf } from "@/tests/integration/threads/cases/support";
import { seePage } from "@/tests/support/page";
import { createAgreement, createCompany, createContact, nobodysId } from "@/tests/support/world";

const IN_FORCE = { startsOn: "2020-01-01", endsOn: "2099-12-31" };
const props = (id: string) => ({ params: Promise.resolve({ id }), searchParams: Promise.resolve({}) });

describe("the page of an agreement", () => {
  const see = async (roles: StaffRole[], id: string, brands?: readonly string[]) => {
    const who = await member(roles, "Kim Duarte", brands);
    return seePage(StaffAgreementPage, { brand: "cimsoft", account: { kind: "staff", id: who.id } }, props(id));
  };

  it("shows facts and coverage to who serves clients, and the form to administrators alone", async () => {
    const company = await createCompany();
    const { id } = await createAgreement(company, { ...IN_FORCE, product: "Premium support", coverage: "extended" });
    for (const role of ["administrator", "account_manager", "support_agent"] as const) {
      const seen = await see([role], id);
      if (seen.status !== 200) throw new Error(`${role} does not see it`);
      for (const words of ["Premium support", company.name, "Extended hours", "6:00 a.m. – 10:00 p.m."]) {
        expect(seen.html, role).toContain(words);
      }
      expect(seen.html.includes("Save coverage"), role).toBe(role === "administrator");
    }
  });

  it("has no coverage where the agreement is not about support", async () => {
    const { id } = await createAgreement(await createCompany(), { ...IN_FORCE, kind: "subscription" });
    const seen = await see(["administrator"], id);
    if (seen.status !== 200) throw new Error("not seen");
    expect(seen.html).not.toContain("Save coverage");
  });

  it("is forbidden to marketing, and not there for another brand's staff and for a text that is no id", async () => {
    const { id } = await createAgreement(await createCompany(), IN_FORCE);
    expect(await see(["marketing"], id)).toEqual({ status: 403 });
    expect(await see(["administrator"], id, ["insource"])).toEqual({ status: 404 });
    for (const other of [nobodysId(), "nobody", "%00"]) {
      expect(await see(["administrator"], other), other).toEqual({ status: 404 });
    }
  });
});

describe("the form of a new case", () => {
  it("says the coverage and its promises for each company where they differ", async () => {
    const [plant, sister] = [await createCompany(), await createCompany()];
    await createAgreement(plant, { ...IN_FORCE, coverage: "around_the_clock" });
    const other = await createAgreement(sister, IN_FORCE);
    const contact = await createContact(plant, { casesScope: "company", relatedTo: [sister] });
    const look = async () => {
      const seen = await seePage(NewCasePage, contactOf(contact), { searchParams: Promise.resolve({}) });
      if (seen.status !== 200) throw new Error("not seen");
      return seen.html;
    };
    const differing = await look();
    expect(differing).toContain(`Coverage of ${plant.name}: Around the clock. Every hour of every day.`);
    expect(differing).toContain(`Coverage of ${sister.name}: Chat hours.`);
    await asSystem("test world", (db) =>
      db.update(agreements).set({ coverage: "around_the_clock" }).where(eq(agreements.id, other.id)),
    );
    const same = await look();
    expect(same).toContain("Coverage: Around the clock. Every hour of every day.");
    expect(same).not.toContain(`Coverage of ${plant.name}`);
  });
});
