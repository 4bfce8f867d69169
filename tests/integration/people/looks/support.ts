import { and, eq, inArray } from "drizzle-orm";
import { looks } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { createStaff } from "@/tests/support/world";

export const look = <T>(work: Parameters<typeof asSystem<T>>[1]) => asSystem("test looks", work);

/** A member of staff who has looked at nothing yet. */
export async function somebody(roles: StaffRole[] = ["administrator", "account_manager"]) {
  const { id } = await createStaff(roles);
  return { id, account: { kind: "staff" as const, id } };
}

/** `one cases`: the kinds that somebody is recorded to have opened, of the companies of a file by their names. */
export async function openedOf(ids: Readonly<Record<string, string>>, staffId: string): Promise<string[]> {
  const rows = await look((db) =>
    db
      .select({ companyId: looks.companyId, kind: looks.kind })
      .from(looks)
      .where(and(eq(looks.staffId, staffId), inArray(looks.companyId, Object.values(ids)))),
  );
  const nameOf = (id: string) => Object.keys(ids).find((name) => ids[name] === id);
  return rows.map(({ companyId, kind }) => `${nameOf(companyId)} ${kind}`).sort();
}
