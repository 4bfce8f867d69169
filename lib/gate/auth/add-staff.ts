import { and, eq, notInArray } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import { brands, contacts, staff, staffBrands } from "@/db/schema";
import { STAFF_ROLES, type StaffRole } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { lockAccount, normalizeEmail } from "@/lib/gate/accounts";
import { auditAs } from "@/lib/gate/audit/record";
import { passwordOf } from "./credentials";
import { lockAddress } from "./new-address";
import { makeLink } from "./reset-link";

export interface NewStaff {
  readonly email: string;
  /** Absent: an existing member keeps their name, a new one gets the part of the address before the @. */
  readonly name?: string;
  readonly roles: readonly StaffRole[];
  readonly brands: readonly string[];
}

/**
 * Adds a member of staff, or replaces the roles and brands of an existing one. If they have no password yet, enqueues
 * the first-sign-in mail, whose link leads to the first of `brands`. Throws AppError INVALID with a sentence.
 */
export async function addStaff(wanted: NewStaff, now: Temporal.Instant): Promise<{ added: boolean; invited: boolean }> {
  const email = normalizeEmail(wanted.email);
  if (!/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+\.[^\s@\p{Cc}]+$/u.test(email))
    throw invalid(`"${wanted.email}" is not an email address.`);
  const [linkBrand] = wanted.brands;
  if (!linkBrand) throw invalid("Name at least one brand.");
  if (wanted.roles.length === 0) throw invalid(`Name at least one role: ${STAFF_ROLES.join(", ")}.`);
  return asSystem("an operator adds a member of staff", async (db) => {
    const known = await db.select({ key: brands.key }).from(brands);
    const unknown = wanted.brands.filter((key) => !known.some((brand) => brand.key === key));
    if (unknown.length) {
      throw invalid(
        `There is no brand ${unknown.join(", ")}. There are: ${known.map((brand) => brand.key).join(", ")}.`,
      );
    }
    await lockAddress(db, email);
    const [contact] = await db.select({ brand: contacts.brand }).from(contacts).where(eq(contacts.email, email));
    if (contact) throw invalid(`${email} is a client's address on ${contact.brand}. Staff need one of their own.`);

    const [existing] = await db.select().from(staff).where(eq(staff.email, email)).for("update");
    const id = existing?.id ?? uuidv7();
    const roles = [...new Set(wanted.roles)];
    const at = new Date(now.epochMilliseconds);
    if (existing) {
      const name = wanted.name ?? existing.name;
      await db.update(staff).set({ roles, name, updatedAt: at }).where(eq(staff.id, id));
    } else {
      await db.insert(staff).values({ id, email, name: wanted.name ?? email.split("@")[0] ?? email, roles });
    }
    const keys = [...new Set(wanted.brands)];
    await db.delete(staffBrands).where(and(eq(staffBrands.staffId, id), notInArray(staffBrands.brand, keys)));
    await db
      .insert(staffBrands)
      .values(keys.map((brand) => ({ staffId: id, brand })))
      .onConflictDoNothing();
    await auditAs(db, "system", {
      brand: null,
      action: existing ? "staff.changed" : "staff.added",
      entity: "staff",
      entityId: id,
      details: { roles, brands: keys },
    });
    const account = await lockAccount(db, { kind: "staff", id });
    if (!account) throw invalid(`${email} is the address of a closed account.`);
    const invited = (await passwordOf(db, account)) === null;
    if (invited) await makeLink(db, { account, brand: linkBrand, tokenId: uuidv7(), now });
    return { added: !existing, invited };
  });
}

function invalid(message: string): AppError {
  return new AppError("INVALID", message);
}
