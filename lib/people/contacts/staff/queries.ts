import { and, asc, eq, sql } from "drizzle-orm";
import { companies, contactAddresses, contactCompanies, contactPhones, contacts } from "@/db/schema";
import type { ADDRESS_KINDS, PHONE_KINDS, Scope } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContactRows, visibleContacts } from "@/lib/people/contacts/policy";

/** What a contact may do. */
export interface ContactRights {
  readonly billing: boolean;
  readonly pay: boolean;
  readonly cases: Scope;
  readonly requests: Scope;
}

export const rightsColumns = {
  billing: contacts.billing,
  pay: contacts.pay,
  cases: contacts.casesScope,
  requests: contacts.requestsScope,
};

/** A contact as the head of the contact's page shows them. */
export interface ContactHead {
  readonly id: string;
  readonly brand: string;
  readonly name: string;
  readonly email: string;
  readonly jobTitle: string | null;
  readonly timeZone: string | null;
  /** The ERP's key; null for a contact that the ERP does not know. */
  readonly externalId: string | null;
  /** The primary company. */
  readonly company: { readonly id: string; readonly name: string } | null;
  readonly isClosed: boolean;
  readonly rights: ContactRights;
}

/** The facts of a contact; null for one whom the viewer may not see. */
export async function findContactHead({ viewer, db }: Context<StaffViewer>, id: string): Promise<ContactHead | null> {
  const [row] = await db
    .select({
      id: contacts.id,
      brand: contacts.brand,
      name: contacts.name,
      email: contacts.email,
      jobTitle: contacts.jobTitle,
      timeZone: contacts.timeZone,
      externalId: contacts.externalId,
      closedAt: contacts.closedAt,
      companyId: companies.id,
      companyName: companies.name,
      ...rightsColumns,
    })
    .from(contacts)
    .leftJoin(companies, and(visibleCompanies(viewer), eq(companies.id, contacts.primaryCompanyId)))
    .where(and(visibleContacts(viewer), eq(contacts.id, id)));
  if (!row) return null;
  const { companyId, companyName, closedAt, billing, pay, cases, requests, ...head } = row;
  return {
    ...head,
    company: companyId !== null && companyName !== null ? { id: companyId, name: companyName } : null,
    isClosed: closedAt !== null,
    rights: { billing, pay, cases, requests },
  };
}

/** How a contact stands with sign-in. */
export interface SignInState {
  /** A password is set. */
  readonly hasPassword: boolean;
  /** When a session of the account was last used; system time. Null if there is none. */
  readonly lastSeenAt: Date | null;
  /** When a first-sign-in or reset link was last mailed; system time. Null if none is stored. */
  readonly invitedAt: Date | null;
}

/**
 * How a contact stands with sign-in, or null for one whom the viewer may not see. The database function tells these
 * three facts and nothing else of accounts, which no viewer may read.
 */
export async function readSignInState(
  { viewer, db }: Context<StaffViewer>,
  contactId: string,
): Promise<SignInState | null> {
  const [row] = await db
    .select({
      hasPassword: sql<boolean>`standing.has_password`,
      lastSeenAt: sql`standing.last_seen_at`.mapWith(contacts.createdAt),
      invitedAt: sql`standing.invited_at`.mapWith(contacts.createdAt),
    })
    .from(contacts)
    .innerJoin(sql`contact_sign_in(${contactId}::uuid) standing`, sql`true`)
    .where(and(visibleContacts(viewer), eq(contacts.id, contactId)));
  return row ?? null;
}

export interface ContactDetails {
  readonly phones: readonly { readonly kind: (typeof PHONE_KINDS)[number]; readonly number: string }[];
  readonly addresses: readonly {
    readonly kind: (typeof ADDRESS_KINDS)[number];
    readonly lines: readonly string[];
  }[];
}

/** Phone numbers of a contact. */
export async function listContactPhones(
  { viewer, db }: Context<StaffViewer>,
  contactId: string,
): Promise<ContactDetails["phones"]> {
  return db
    .select({ kind: contactPhones.kind, number: contactPhones.number })
    .from(contactPhones)
    .where(and(visibleContactRows(viewer, contactPhones), eq(contactPhones.contactId, contactId)))
    .orderBy(asc(contactPhones.kind), asc(contactPhones.id));
}

/** Postal addresses of a contact. */
export async function listContactAddresses(
  { viewer, db }: Context<StaffViewer>,
  contactId: string,
): Promise<ContactDetails["addresses"]> {
  const rows = await db
    .select({
      kind: contactAddresses.kind,
      line1: contactAddresses.line1,
      line2: contactAddresses.line2,
      city: contactAddresses.city,
      region: contactAddresses.region,
      postalCode: contactAddresses.postalCode,
      country: contactAddresses.country,
    })
    .from(contactAddresses)
    .where(and(visibleContactRows(viewer, contactAddresses), eq(contactAddresses.contactId, contactId)))
    .orderBy(asc(contactAddresses.kind), asc(contactAddresses.id));
  return rows.map(({ kind, line1, line2, city, region, postalCode, country }) => {
    const place = [city, [region, postalCode].filter(Boolean).join(" ")].filter(Boolean).join(", ");
    return { kind, lines: [line1, line2 ?? "", place, country ?? ""].filter((line) => line !== "") };
  });
}

/** A company that a contact is related to, beside the primary one. */
export interface ContactRelation {
  readonly id: string;
  readonly name: string;
  readonly source: string;
}

/** Companies that a contact is related to, by name. */
export async function listContactRelations(
  { viewer, db }: Context<StaffViewer>,
  contactId: string,
  limit: number,
): Promise<ContactRelation[]> {
  return db
    .select({ id: companies.id, name: companies.name, source: contactCompanies.source })
    .from(contactCompanies)
    .innerJoin(contacts, and(visibleContacts(viewer), eq(contacts.id, contactCompanies.contactId)))
    .innerJoin(companies, and(visibleCompanies(viewer), eq(companies.id, contactCompanies.companyId)))
    .where(
      and(
        visibleContactRows(viewer, contactCompanies),
        eq(contactCompanies.contactId, contactId),
        sql`${companies.id} is distinct from ${contacts.primaryCompanyId}`,
      ),
    )
    .orderBy(asc(companies.name), asc(companies.id))
    .limit(limit);
}
