import { and, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { companies, contactAddresses, contactPhones, contacts, newSignInAddresses, staff } from "@/db/schema";
import { matching, offered, within } from "../keys";
import { sameIn } from "../merge-cells";
import type { MergedRow } from "../merge-rows";
import type { Address, ContactValues } from "./contact-merge";
import type { ContactRow } from "./contact-row";

/** Columns of the contact's own row that a file sets. */
export const CONTACT_FIELDS = [
  "externalId",
  "email",
  "name",
  "jobTitle",
  "timeZone",
  "primaryCompanyId",
  "billing",
  "pay",
  "casesScope",
  "requestsScope",
  "closedAt",
] as const satisfies readonly (keyof ContactValues)[];

/** The contacts that the rows name by external id or by mail address, locked, in a map for each. */
export async function loadContacts(db: Transaction, rows: readonly ContactRow[]) {
  const byKey = new Map<string, ContactValues>();
  const byEmail = new Map<string, ContactValues>();
  const keys = rows.map(({ brand, external_id }) => ({ brand, key: external_id }));
  const emails = rows.flatMap(({ brand, email }) => (email === undefined ? [] : [{ brand, key: email }]));
  const named = matching({ brand: contacts.brand, key: contacts.externalId }, keys);
  const addressed = matching({ brand: contacts.brand, key: contacts.email }, emails);
  const where = or(named ?? undefined, addressed ?? undefined);
  if (!where) return { byKey, byEmail, waiting: [] };
  const found = await db.select().from(contacts).where(where).for("update");
  const ids = found.map(({ id }) => id);
  const phones = ids.length
    ? await db
        .select()
        .from(contactPhones)
        .where(inArray(contactPhones.contactId, ids))
        .orderBy(contactPhones.createdAt, contactPhones.id)
    : [];
  const offices = ids.length
    ? await db
        .select()
        .from(contactAddresses)
        .where(and(inArray(contactAddresses.contactId, ids), eq(contactAddresses.kind, "office")))
    : [];
  const wanted = matching({ brand: newSignInAddresses.brand, key: newSignInAddresses.address }, emails);
  const waiting = await db
    .select()
    .from(newSignInAddresses)
    .where(
      and(
        or(ids.length ? inArray(newSignInAddresses.contactId, ids) : undefined, wanted ?? undefined),
        isOpen,
        gt(newSignInAddresses.expiresAt, sql`now()`),
      ),
    );
  for (const contact of found) {
    const own: { [kind in keyof ContactValues["phones"]]: string[] } = {};
    for (const phone of phones) {
      if (phone.contactId === contact.id) own[phone.kind] = [...(own[phone.kind] ?? []), phone.number];
    }
    const office = offices.find(({ contactId }) => contactId === contact.id);
    const newAddress =
      waiting.find(({ contactId, source }) => contactId === contact.id && source === "import")?.address ?? null;
    const values: ContactValues = { ...contact, phones: own, office: office ? addressOf(office) : null, newAddress };
    if (contact.externalId !== null) byKey.set(within(contact.brand, contact.externalId), values);
    byEmail.set(within(contact.brand, contact.email), values);
  }
  return { byKey, byEmail, waiting };
}

const isOpen = and(isNull(newSignInAddresses.confirmedAt), isNull(newSignInAddresses.endedAt));
/** Unconfirmed new sign-in addresses that files named. Files do not end those that an administrator approved. */
const ofImports = and(eq(newSignInAddresses.source, "import"), isOpen);

/**
 * Stores the new sign-in addresses that files name, so that they are asked to confirm, and ends those that files no
 * longer name.
 */
export async function saveNewAddresses(
  db: Transaction,
  merged: readonly MergedRow<ContactRow, ContactValues>[],
): Promise<void> {
  const changed = merged.filter(({ stored, values }) => stored && stored.newAddress !== values.newAddress);
  const ended = changed.flatMap(({ values }) => (values.newAddress === null ? [values.id] : []));
  if (ended.length > 0) {
    await db
      .update(newSignInAddresses)
      .set({ endedAt: sql`now()` })
      .where(and(inArray(newSignInAddresses.contactId, ended), ofImports));
  }
  const asked = changed.flatMap(({ values: { id, brand, newAddress } }) =>
    newAddress === null ? [] : [{ brand, contactId: id, address: newAddress, source: "import" as const }],
  );
  if (asked.length > 0) await db.insert(newSignInAddresses).values(asked);
}

/** The ERP's keys of primary companies, by company id, for contacts whose company was decided in the portal. */
export async function companyKeysOf(
  db: Transaction,
  stored: readonly ContactValues[],
): Promise<ReadonlyMap<string, string>> {
  const ids = stored.flatMap(({ portalFields, primaryCompanyId }) =>
    portalFields.includes("company") && primaryCompanyId ? [primaryCompanyId] : [],
  );
  if (ids.length === 0) return new Map();
  const found = await db
    .select({ id: companies.id, key: companies.externalId })
    .from(companies)
    .where(inArray(companies.id, ids));
  return new Map(found.map(({ id, key }) => [id, key]));
}

function addressOf(row: typeof contactAddresses.$inferSelect): Address {
  const { line1, line2, city, region, postalCode, country } = row;
  return { line1, line2, city, region, postalCode, country };
}

/** Those of the addresses that belong to staff. */
export async function staffAddresses(db: Transaction, emails: readonly string[]): Promise<Set<string>> {
  if (emails.length === 0) return new Set();
  const found = await db
    .select({ email: staff.email })
    .from(staff)
    .where(inArray(staff.email, [...emails]));
  return new Set(found.map(({ email }) => email));
}

/** Writes what changed: the contacts, their phones (all of one kind together) and their office addresses. */
export async function saveContacts(
  db: Transaction,
  merged: readonly MergedRow<ContactRow, ContactValues>[],
  updatedAt: Date,
): Promise<void> {
  const changed = merged.filter(({ outcome }) => outcome !== "unchanged");
  if (changed.length === 0) return;
  const rows = changed.map(({ values: { phones: _phones, office: _office, newAddress: _newAddress, ...contact } }) => ({
    ...contact,
    updatedAt,
  }));
  const set = offered([...CONTACT_FIELDS, "updatedAt"]);
  await db.insert(contacts).values(rows).onConflictDoUpdate({ target: contacts.id, set });

  const phones = changed.flatMap(({ values, stored }) =>
    (["work", "mobile", "fax"] as const).flatMap((kind) => {
      const numbers = values.phones[kind] ?? [];
      if (sameIn([kind], stored?.phones ?? {}, values.phones)) return [];
      return numbers.map((number) => ({ brand: values.brand, contactId: values.id, kind, number }));
    }),
  );
  const replaced = or(
    ...phones.map(({ contactId, kind }) => and(eq(contactPhones.contactId, contactId), eq(contactPhones.kind, kind))),
  );
  if (replaced) {
    await db.delete(contactPhones).where(replaced);
    await db.insert(contactPhones).values(phones);
  }

  const offices = changed.flatMap(({ values, stored }) =>
    values.office && !sameIn<{ office: Address | null }>(["office"], { office: stored?.office ?? null }, values)
      ? [{ brand: values.brand, contactId: values.id, kind: "office" as const, ...values.office }]
      : [],
  );
  if (offices.length > 0) {
    await db
      .insert(contactAddresses)
      .values(offices)
      .onConflictDoUpdate({
        target: [contactAddresses.contactId, contactAddresses.kind],
        set: offered(["line1", "line2", "city", "region", "postalCode", "country"]),
      });
  }
}
