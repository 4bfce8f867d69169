import { eq, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
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
    if (existing?.closedAt) throw invalid(`${email} is the address of a closed account.`);
    const before = existing && {
      ...{ name: existing.name, roles: existing.roles, brands: await brandsOf(db, existing.id) },
    };
    const id = existing?.id ?? uuidv7();
    const after = {
      name: wanted.name ?? existing?.name ?? email.split("@")[0] ?? email,
      roles: [...new Set(wanted.roles)],
      brands: [...new Set(wanted.brands)],
    };
    const list = (values: readonly string[]) =>
      sql`array[${sql.join(
        values.map((value) => sql`${value}`),
        sql`, `,
      )}]::text[]`;
    // As an administrator's change in the portal is written, so that both do the same.
    await db.execute(
      sql`select write_staff(${id}::uuid, ${email}, ${after.name}, null, null, ${list(after.roles)}, ${list(after.brands)})`,
    );
    // A line under each brand, so that the administrators of each find it.
    for (const brand of new Set([...(before?.brands ?? []), ...after.brands])) {
      await auditAs(db, "system", {
        ...{ brand, action: before ? "staff.changed" : "staff.added", entity: "staff", entityId: id },
        details: { before: before ?? {}, after },
      });
    }
    const account = await lockAccount(db, { kind: "staff", id });
    if (!account) throw invalid(`${email} is the address of a closed account.`);
    const invited = (await passwordOf(db, account)) === null;
    if (invited) await makeLink(db, { account, brand: linkBrand, tokenId: uuidv7(), now });
    return { added: !existing, invited };
  });
}

async function brandsOf(db: Transaction, staffId: string): Promise<string[]> {
  const rows = await db.select({ brand: staffBrands.brand }).from(staffBrands).where(eq(staffBrands.staffId, staffId));
  return rows.map(({ brand }) => brand).sort();
}

function invalid(message: string): AppError {
  return new AppError("INVALID", message);
}
