import { and, eq, gt, inArray, isNull, or, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "@/db/client";
import { companies, contactAddresses, contactPhones, contacts, newSignInAddresses, staff } from "@/db/schema";
import type { FileRun } from "../file-kind";
import { idAmong, matching, within } from "../keys";
import { sameIn } from "../merge-cells";
import type { MergedRow } from "../merge-rows";
import { writeRows } from "../write-rows";
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
  "companyAdmin",
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
        .where(idAmong(contactPhones.contactId, ids))
        .orderBy(contactPhones.createdAt, contactPhones.id)
    : [];
  const offices = ids.length
    ? await db
        .select()
        .from(contactAddresses)
        .where(and(idAmong(contactAddresses.contactId, ids), eq(contactAddresses.kind, "office")))
    : [];
  const wanted = matching({ brand: newSignInAddresses.brand, key: newSignInAddresses.address }, emails);
  const waiting = await db
    .select()
    .from(newSignInAddresses)
    .where(
      and(
        or(ids.length ? idAmong(newSignInAddresses.contactId, ids) : undefined, wanted ?? undefined),
        isOpen,
        gt(newSignInAddresses.expiresAt, sql`now()`),
      ),
    );
  const phonesOf = new Map(ids.map((id): [string, typeof phones] => [id, []]));
  for (const phone of phones) phonesOf.get(phone.contactId)?.push(phone);
  const officeOf = new Map(offices.map((office) => [office.contactId, office]));
  const imported = waiting.filter(({ source }) => source === "import");
  const newAddressOf = new Map(imported.map(({ contactId, address }) => [contactId, address]));
  for (const contact of found) {
    const own: { [kind in keyof ContactValues["phones"]]: string[] } = {};
    for (const { kind, number } of phonesOf.get(contact.id) ?? []) own[kind] = [...(own[kind] ?? []), number];
    const office = officeOf.get(contact.id);
    const newAddress = newAddressOf.get(contact.id) ?? null;
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
  run: FileRun<ContactRow>,
  merged: readonly MergedRow<ContactRow, ContactValues>[],
  updatedAt: Date,
): Promise<void> {
  const changed = merged.filter(({ outcome }) => outcome !== "unchanged");
  const rows = changed.map(({ values: { phones: _phones, office: _office, newAddress: _newAddress, ...contact } }) => ({
    ...contact,
    updatedAt,
  }));
  await writeRows(run, contacts, rows, [...CONTACT_FIELDS, "updatedAt"]);

  const phones = changed.flatMap(({ values, stored }) =>
    (["work", "mobile", "fax"] as const).flatMap((kind) => {
      const numbers = values.phones[kind] ?? [];
      if (sameIn([kind], stored?.phones ?? {}, values.phones)) return [];
      return numbers.map((number) => ({ id: uuidv7(), brand: values.brand, contactId: values.id, kind, number }));
    }),
  );
  for (const kind of ["work", "mobile", "fax"] as const) {
    const ids = phones.flatMap((phone) => (phone.kind === kind ? phone.contactId : []));
    if (ids.length === 0) continue;
    await run.db.delete(contactPhones).where(and(idAmong(contactPhones.contactId, ids), eq(contactPhones.kind, kind)));
  }
  await writeRows(run, contactPhones, phones, ["number"]);

  const offices = changed.flatMap(({ values, stored }) =>
    values.office && !sameIn<{ office: Address | null }>(["office"], { office: stored?.office ?? null }, values)
      ? [{ id: uuidv7(), brand: values.brand, contactId: values.id, kind: "office" as const, ...values.office }]
      : [],
  );
  await writeRows(
    run,
    contactAddresses,
    offices,
    ["line1", "line2", "city", "region", "postalCode", "country"],
    ["contactId", "kind"],
  );
}
