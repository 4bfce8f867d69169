import { desc, eq } from "drizzle-orm";
import { auditEvents, companies, contacts } from "@/db/schema";
import type { StaffRole } from "@/db/schema/constants";
import { asSystem } from "@/db/viewer";
import { act, type Member, member } from "@/tests/integration/threads/requests/staff/support";
import { createCompany, createContact, unique } from "@/tests/support/world";

export type Contact = Awaited<ReturnType<typeof createContact>>;
export type Company = Awaited<ReturnType<typeof createCompany>>;

/** A company with a contact whom the ERP knows. */
export async function household(over: Parameters<typeof createContact>[1] = {}, brand = "cimsoft") {
  const company = await createCompany({ brand });
  const contact = await createContact(company, { externalId: unique("P"), name: "Robin Meyer", ...over });
  return { company, contact };
}

export const contactRow = async (id: string) => {
  const [row] = await asSystem("test looks", (db) => db.select().from(contacts).where(eq(contacts.id, id)));
  if (!row) throw new Error("no such contact");
  return row;
};
export const companyRow = async (id: string) => {
  const [row] = await asSystem("test looks", (db) => db.select().from(companies).where(eq(companies.id, id)));
  if (!row) throw new Error("no such company");
  return row;
};

/** What the audit log tells of a record, the newest first. */
export const historyOf = (id: string) =>
  asSystem("test looks", (db) =>
    db.select().from(auditEvents).where(eq(auditEvents.entityId, id)).orderBy(desc(auditEvents.id)),
  );

/** Every kind of staff who must not edit people of Cimsoft. */
export const STRANGERS: readonly [string, StaffRole[], readonly string[]][] = [
  ["an account manager", ["account_manager"], ["cimsoft", "insource"]],
  ["a subscription manager", ["subscription_manager"], ["cimsoft", "insource"]],
  ["a support agent", ["support_agent"], ["cimsoft", "insource"]],
  ["marketing", ["marketing"], ["cimsoft", "insource"]],
  ["an administrator of the other brand", ["administrator"], ["insource"]],
  ["an administrator of no brand", ["administrator"], []],
];

export const stranger = (roles: StaffRole[], brands: readonly string[]): Promise<Member> =>
  member(roles, "Kim Duarte", brands);

export { act };
