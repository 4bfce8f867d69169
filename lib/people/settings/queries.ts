import { and, asc, eq } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import { companies, contactAddresses, contactPhones, contacts } from "@/db/schema";
import { ADDRESS_KINDS, PHONE_KINDS } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { formatPhone } from "@/lib/kit/phone-numbers";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContactRows, visibleContacts } from "@/lib/people/contacts/policy";
import type { AddressKind, PhoneKind } from "./rules";

export interface Phone {
  readonly id: string;
  readonly kind: PhoneKind;
  /** Formatted for display. */
  readonly number: string;
}

export interface Address {
  readonly id: string;
  readonly kind: AddressKind;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
}

/** What contacts can change about themselves. */
export interface Profile {
  readonly phones: readonly Phone[];
  readonly addresses: readonly Address[];
  /** IANA name; null: the brand's zone. */
  readonly timeZone: string | null;
}

/** The viewer's own profile, with phones and addresses in the order of their kinds. */
export async function readProfile(context: Context<ClientViewer>): Promise<Profile> {
  const { viewer, db } = inOneStatement(context);
  const own = db
    .select({ timeZone: contacts.timeZone })
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.id, viewer.contactId)));
  const askedPhones = db
    .select({ id: contactPhones.id, kind: contactPhones.kind, number: contactPhones.number })
    .from(contactPhones)
    .where(visibleContactRows(viewer, contactPhones))
    .orderBy(asc(contactPhones.createdAt), asc(contactPhones.id));
  const askedAddresses = db
    .select({
      id: contactAddresses.id,
      kind: contactAddresses.kind,
      line1: contactAddresses.line1,
      line2: contactAddresses.line2,
      city: contactAddresses.city,
      region: contactAddresses.region,
      postalCode: contactAddresses.postalCode,
      country: contactAddresses.country,
    })
    .from(contactAddresses)
    .where(visibleContactRows(viewer, contactAddresses));
  const [[contact], phones, addresses] = await Promise.all([own, askedPhones, askedAddresses]);
  return {
    phones: phones
      .map((phone) => ({ ...phone, number: formatPhone(phone.number) }))
      .sort((a, b) => PHONE_KINDS.indexOf(a.kind) - PHONE_KINDS.indexOf(b.kind)),
    addresses: addresses.sort((a, b) => ADDRESS_KINDS.indexOf(a.kind) - ADDRESS_KINDS.indexOf(b.kind)),
    timeZone: contact?.timeZone ?? null,
  };
}

/** The country of the contact's company, as the ERP writes it; null where it has none. */
export async function companyCountry({ viewer, db }: Context<ClientViewer>): Promise<string | null> {
  if (viewer.companyId === null) return null;
  const [row] = await db
    .select({ country: companies.country })
    .from(companies)
    .where(and(visibleCompanies(viewer), eq(companies.id, viewer.companyId)));
  return row?.country ?? null;
}
