import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { contactAddresses, contactPhones, contacts } from "@/db/schema";
import type { ClientViewer, Context } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { formatPhone, parsePhone, phoneCountry } from "@/lib/kit/phone-numbers";
import { enqueueMail } from "@/lib/mail/outbox";
import { visibleContactRows, visibleContacts } from "@/lib/people/contacts/policy";
import { isTimeZone } from "@/lib/people/settings/time-zones/rules";
import { companyCountry } from "./queries";
import { ADDRESS_LABELS, MAX_PHONES } from "./rules";
import type { AddAddressInput, AddPhoneInput, ChangeAddressInput, ChangePhoneInput } from "./schema";

/*
 * What contacts change about themselves. Triggers record in contacts.portal_fields which fields they edited; imports
 * then leave these alone.
 */

type Own = Context<ClientViewer>;

/**
 * Locks the contact's row, so that forms of one person are processed one after the other. Returns the name and address
 * for mail to the owner. Throws AppError NOT_FOUND if the contact is gone.
 */
async function lockSelf({ viewer, db }: Own): Promise<{ email: string; name: string }> {
  const [row] = await db
    .select({ email: contacts.email, name: contacts.name })
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.id, viewer.contactId)))
    .for("update");
  if (!row) throw new AppError("NOT_FOUND", "There is no such account.");
  return row;
}

/** Tells the owner by mail that something was changed, because somebody with a stolen session may have changed it. */
async function tellOwner(
  { viewer, db }: Own,
  { email, name }: { email: string; name: string },
  what: "phone" | "address",
) {
  await enqueueMail(db, {
    brand: viewer.brand,
    kind: "details-changed",
    to: email,
    toName: name,
    props: { what },
    dedupeKey: `details-changed:${uuidv7()}`,
  });
}

function auditOwn(context: Own, action: string, details: Record<string, unknown> = {}): Promise<void> {
  const { brand, contactId } = context.viewer;
  return audit(context, { brand, action, entity: "contact", entityId: contactId, details });
}

async function checkedNumber(context: Own, typed: string): Promise<string> {
  const number = parsePhone(typed, phoneCountry(await companyCountry(context)));
  if (number) return number;
  throw new AppError(
    "INVALID",
    "This is not a phone number that can be called. Enter it with the area code, or with + and the country.",
    { field: "number" },
  );
}

function phonesOf({ viewer, db }: Own) {
  return db
    .select({ id: contactPhones.id, kind: contactPhones.kind, number: contactPhones.number })
    .from(contactPhones)
    .where(visibleContactRows(viewer, contactPhones));
}

/** Are these the same number, however each is written? */
const isSame = (a: string, b: string) => formatPhone(a) === formatPhone(b);

const twice = () => new AppError("INVALID", "This number is already on your list.", { field: "number" });

/**
 * Adds a phone number, stored as parsePhone writes it. The same form sent twice is one number. Throws AppError INVALID
 * for text that is no phone number, a number that is there already and one more than MAX_PHONES, FormUsed for a form
 * sent again with other content.
 */
export async function addPhone(context: Own, { id, kind, number: typed }: AddPhoneInput): Promise<void> {
  const { viewer, db } = context;
  const number = await checkedNumber(context, typed);
  const self = await lockSelf(context);
  const phones = await phonesOf(context);
  const before = phones.find((phone) => phone.id === id);
  if (before) {
    return requireSame({ kind, number: formatPhone(number) }, { ...before, number: formatPhone(before.number) });
  }
  if (phones.some((phone) => phone.kind === kind && isSame(phone.number, number))) throw twice();
  if (phones.length >= MAX_PHONES) {
    throw new AppError("INVALID", `You have ${MAX_PHONES} numbers, which is as many as we keep. Remove one first.`);
  }
  const made = await db
    .insert(contactPhones)
    .values({ id, brand: viewer.brand, contactId: viewer.contactId, kind, number })
    .onConflictDoNothing();
  // Nothing was inserted: the id belongs to a number of somebody else.
  if (made.count === 0) throw new AppError("NOT_FOUND", "There is no such number.");
  await auditOwn(context, "contact.phone-added", { kind });
  await tellOwner(context, self, "phone");
}

/**
 * Changes one of the contact's own numbers. A stored text that is no phone number, which an import may leave, can stay
 * as it is while its kind changes. Throws AppError NOT_FOUND for a number of somebody else, INVALID as addPhone.
 */
export async function changePhone(context: Own, { phone: id, kind, number: typed }: ChangePhoneInput): Promise<void> {
  const { viewer, db } = context;
  const self = await lockSelf(context);
  const phones = await phonesOf(context);
  const stored = phones.find((phone) => phone.id === id);
  if (!stored) throw new AppError("NOT_FOUND", "There is no such number.");
  const number = isSame(stored.number, typed) ? stored.number : await checkedNumber(context, typed);
  if (phones.some((phone) => phone.id !== id && phone.kind === kind && isSame(phone.number, number))) throw twice();
  await db
    .update(contactPhones)
    .set({ kind, number })
    .where(and(visibleContactRows(viewer, contactPhones), eq(contactPhones.id, id)));
  await auditOwn(context, "contact.phone-changed", { kind });
  await tellOwner(context, self, "phone");
}

/** Removes one of the contact's own numbers. Does nothing for a number that is already gone or is somebody else's. */
export async function removePhone(context: Own, { phone: id }: { phone: string }): Promise<void> {
  const { viewer, db } = context;
  const self = await lockSelf(context);
  const removed = await db
    .delete(contactPhones)
    .where(and(visibleContactRows(viewer, contactPhones), eq(contactPhones.id, id)));
  if (removed.count === 0) return;
  await auditOwn(context, "contact.phone-removed");
  await tellOwner(context, self, "phone");
}

type PostalInput = Omit<AddAddressInput, "id">;

const postalOf = ({ line1, line2, city, region, postalCode, country }: PostalInput) => ({
  line1,
  line2: line2 ?? null,
  city: city ?? null,
  region: region ?? null,
  postalCode: postalCode ?? null,
  country: country ?? null,
});

const takenKind = ({ kind }: PostalInput) =>
  new AppError("INVALID", `You already have an address of the kind ${ADDRESS_LABELS[kind]}. Edit that one.`, {
    field: "kind",
  });

function addressesOf({ viewer, db }: Own) {
  return db.select().from(contactAddresses).where(visibleContactRows(viewer, contactAddresses));
}

/**
 * Adds an address. A contact has at most one of each kind: throws AppError INVALID for a second one, FormUsed as
 * addPhone.
 */
export async function addAddress(context: Own, { id, ...input }: AddAddressInput): Promise<void> {
  const { viewer, db } = context;
  const self = await lockSelf(context);
  const addresses = await addressesOf(context);
  const values = { kind: input.kind, ...postalOf(input) };
  const before = addresses.find((address) => address.id === id);
  if (before) return requireSame(values, before);
  if (addresses.some(({ kind }) => kind === input.kind)) throw takenKind(input);
  const made = await db
    .insert(contactAddresses)
    .values({ id, brand: viewer.brand, contactId: viewer.contactId, ...values })
    .onConflictDoNothing();
  if (made.count === 0) throw new AppError("NOT_FOUND", "There is no such address.");
  await auditOwn(context, "contact.address-added", { kind: input.kind });
  await tellOwner(context, self, "address");
}

/**
 * Changes one of the contact's own addresses. Throws AppError NOT_FOUND for an address of somebody else, INVALID for a
 * kind that another of the contact's addresses has.
 */
export async function changeAddress(context: Own, { address: id, ...input }: ChangeAddressInput): Promise<void> {
  const { viewer, db } = context;
  const self = await lockSelf(context);
  if ((await addressesOf(context)).some((other) => other.id !== id && other.kind === input.kind)) {
    throw takenKind(input);
  }
  const changed = await db
    .update(contactAddresses)
    .set({ kind: input.kind, ...postalOf(input) })
    .where(and(visibleContactRows(viewer, contactAddresses), eq(contactAddresses.id, id)));
  if (changed.count === 0) throw new AppError("NOT_FOUND", "There is no such address.");
  await auditOwn(context, "contact.address-changed", { kind: input.kind });
  await tellOwner(context, self, "address");
}

/** As removePhone. */
export async function removeAddress(context: Own, { address: id }: { address: string }): Promise<void> {
  const { viewer, db } = context;
  const self = await lockSelf(context);
  const removed = await db
    .delete(contactAddresses)
    .where(and(visibleContactRows(viewer, contactAddresses), eq(contactAddresses.id, id)));
  if (removed.count === 0) return;
  await auditOwn(context, "contact.address-removed");
  await tellOwner(context, self, "address");
}

/**
 * Sets the zone in which the contact reads times; null for the brand's. Throws AppError INVALID for text that is no
 * zone.
 */
export async function setTimeZone(context: Own, zone: string | null): Promise<void> {
  const { viewer, db } = context;
  const timeZone = zone === null ? null : checkedZone(zone);
  await db
    .update(contacts)
    .set({ timeZone })
    .where(and(visibleContacts(viewer), eq(contacts.id, viewer.contactId)));
  await auditOwn(context, "contact.time-zone-changed", { zone });
}

/** Returns the zone unchanged. Throws AppError INVALID for text that is no zone. */
export function checkedZone(zone: string): string {
  if (isTimeZone(zone)) return zone;
  throw new AppError("INVALID", "Choose a time zone from the list.", { field: "zone" });
}
