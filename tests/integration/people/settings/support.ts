import { asc, desc, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import {
  accountTeamMembers,
  auditEvents,
  companies,
  contactAddresses,
  contactCompanies,
  contactPhones,
  contacts,
  credentials,
  staff,
} from "@/db/schema";
import { asSystem, type ClientViewer, runAsViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import type { ClientContext } from "@/lib/threads/life/service";
import { clientViewer, type createContact } from "@/tests/support/world";

export type Contact = Awaited<ReturnType<typeof createContact>>;

/** Work in a contact's own transaction, as an action gives it. */
export async function as<T>(
  contact: Contact,
  work: (context: ClientContext) => Promise<T>,
  mode: "read" | "write" = "write",
): Promise<T> {
  const brand = await brandByKey(contact.brand);
  const viewer: ClientViewer = clientViewer(contact);
  return runAsViewer(viewer, mode, (context) => work({ ...context, brand, name: contact.name }));
}

export const rowOf = async ({ id }: Pick<Contact, "id">) => {
  const [row] = await asSystem("test looks", (db) => db.select().from(contacts).where(eq(contacts.id, id)));
  if (!row) throw new Error("no such contact");
  return row;
};

/** Of a contact that an import brought in. */
export async function contactByKey(externalId: string): Promise<Contact> {
  const [row] = await asSystem("test looks", (db) =>
    db.select().from(contacts).where(eq(contacts.externalId, externalId)),
  );
  if (!row) throw new Error("no such contact");
  return row;
}

export const phonesOf = ({ id }: Pick<Contact, "id">) =>
  asSystem("test looks", (db) => db.select().from(contactPhones).where(eq(contactPhones.contactId, id)));

export const addressesOf = ({ id }: Pick<Contact, "id">) =>
  asSystem("test looks", (db) => db.select().from(contactAddresses).where(eq(contactAddresses.contactId, id)));

/** As an import leaves it: whatever the file said. */
export async function importedPhone(contact: Contact, number: string, kind: "work" | "mobile" = "work") {
  const id = uuidv7();
  await asSystem("test: an import", (db) =>
    db.insert(contactPhones).values({ id, brand: contact.brand, contactId: contact.id, kind, number }),
  );
  return id;
}

/** Actions that the audit log has of somebody, the newest first. */
export async function deedsOf(id: string): Promise<string[]> {
  const rows = await asSystem("test looks", (db) =>
    db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(eq(auditEvents.actorId, id))
      .orderBy(desc(auditEvents.id)),
  );
  return rows.map(({ action }) => action);
}

/** All that administrators alone change of somebody, and what hangs on it. */
export async function picture(ids: readonly string[]) {
  return asSystem("test looks", async (db) => ({
    contacts: await db
      .select()
      .from(contacts)
      .where(inArray(contacts.id, [...ids]))
      .orderBy(asc(contacts.id)),
    relations: await db.select().from(contactCompanies).orderBy(asc(contactCompanies.contactId)),
    team: await db.select().from(accountTeamMembers).orderBy(asc(accountTeamMembers.id)),
    companies: await db.select().from(companies).orderBy(asc(companies.id)),
    staff: await db.select().from(staff).orderBy(asc(staff.id)),
    passwords: await db.select().from(credentials).orderBy(asc(credentials.accountId)),
  }));
}
