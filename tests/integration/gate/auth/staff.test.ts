import { asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { staff, staffBrands } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { addStaff } from "@/lib/gate/auth/add-staff";
import { createContact, createStaff, nobodysId, unique } from "@/tests/support/world";
import { mailsTo, PASSWORD_HASH, START } from "./support";

const address = () => `${unique("first")}@portal.example`;

async function memberOf(email: string) {
  return asSystem("test", async (db) => {
    const [row] = await db.select().from(staff).where(eq(staff.email, email));
    const brands = await db
      .select()
      .from(staffBrands)
      .where(eq(staffBrands.staffId, row?.id ?? nobodysId()))
      .orderBy(asc(staffBrands.brand));
    return { ...row, brands: brands.map((brand) => brand.brand) };
  });
}

describe("adding a member of staff", () => {
  it("makes the account and enqueues the first-sign-in mail", async () => {
    const email = address();
    const added = await addStaff(
      {
        email: ` ${email.toUpperCase()} `,
        name: "Jo Lindqvist",
        roles: ["administrator"],
        brands: ["insource", "cimsoft"],
      },
      START,
    );
    expect(added).toEqual({ added: true, invited: true });
    expect(await memberOf(email)).toMatchObject({
      name: "Jo Lindqvist",
      roles: ["administrator"],
      brands: ["cimsoft", "insource"],
      demo: false,
    });
    expect(await mailsTo(email)).toMatchObject([{ kind: "first-sign-in", brand: "insource", toName: "Jo Lindqvist" }]);
  });

  it("who is staff already sets roles and brands, and mails a link only where there is no password", async () => {
    const member = await createStaff(["marketing"], { passwordHash: PASSWORD_HASH });
    const again = await addStaff({ email: member.email, roles: ["support_agent"], brands: ["cimsoft"] }, START);
    expect(again).toEqual({ added: false, invited: false });
    expect(await memberOf(member.email)).toMatchObject({
      name: member.name,
      roles: ["support_agent"],
      brands: ["cimsoft"],
    });
    expect(await mailsTo(member.email)).toEqual([]);
  });

  it.each([
    ["no address", { email: "nobody", roles: ["marketing"], brands: ["cimsoft"] }, /not an email address/],
    [
      "no brand of ours",
      { email: address(), roles: ["marketing"], brands: ["acme"] },
      /no brand acme.*cimsoft, insource/,
    ],
    ["no brand", { email: address(), roles: ["marketing"], brands: [] }, /at least one brand/],
    ["no role", { email: address(), roles: [], brands: ["cimsoft"] }, /at least one role/],
  ] as const)("is refused: %s", async (_, wanted, sentence) => {
    await expect(addStaff(wanted, START)).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringMatching(sentence),
    });
    expect((await memberOf(wanted.email)).id).toBeUndefined();
  });

  it("is refused for a client's address and for a closed account", async () => {
    const client = await createContact(null, { brand: "insource" });
    const closed = await createStaff(["marketing"], { closedAt: new Date(0) });
    for (const email of [client.email, closed.email]) {
      await expect(addStaff({ email, roles: ["administrator"], brands: ["cimsoft"] }, START)).rejects.toMatchObject({
        code: "INVALID",
      });
    }
    expect((await memberOf(closed.email)).roles).toEqual(["marketing"]);
  });
});
