import { and, asc, desc, eq, isNull, ne, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { companies, contactCompanies, contacts } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleCompanies, visibleCompanyRows } from "@/lib/people/companies/policy";
import { visibleContactRows, visibleContacts } from "@/lib/people/contacts/policy";
import { type ContactRights, rightsColumns } from "@/lib/people/contacts/staff/queries";

/** A contact in the list of a company. */
export interface CompanyPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly jobTitle: string | null;
  readonly isClosed: boolean;
  readonly rights: ContactRights;
}

const personColumns = {
  id: contacts.id,
  name: contacts.name,
  email: contacts.email,
  jobTitle: contacts.jobTitle,
  closedAt: contacts.closedAt,
  ...rightsColumns,
};

type StoredPerson = { closedAt: Date | null } & ContactRights & Omit<CompanyPerson, "isClosed" | "rights">;

function person({ closedAt, billing, pay, cases, requests, ...row }: StoredPerson): CompanyPerson {
  return { ...row, isClosed: closedAt !== null, rights: { billing, pay, cases, requests } };
}

/** Contacts whose primary company it is, those with an open account first, then by name; at most `limit`. */
export async function listCompanyPeople(
  { viewer, db }: Context<StaffViewer>,
  companyId: string,
  limit: number,
): Promise<CompanyPerson[]> {
  const rows = await db
    .select(personColumns)
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.primaryCompanyId, companyId)))
    .orderBy(desc(isNull(contacts.closedAt)), asc(contacts.name), asc(contacts.id))
    .limit(limit);
  return rows.map(person);
}

/** A relation between a contact and a company that is not the contact's primary one. */
export interface CompanyRelation {
  readonly contact: { readonly id: string; readonly name: string };
  /** The other company: where the contact belongs for `inward`, and the related one for `outward`. */
  readonly company: { readonly id: string; readonly name: string } | null;
  /** `inward`: somebody of another company is related to this one. */
  readonly direction: "inward" | "outward";
  readonly source: string;
}

const primary = alias(companies, "primary_company");

/** Relations of the company in both directions, by the contact's name; at most `limit`. */
export async function listCompanyRelations(
  { viewer, db }: Context<StaffViewer>,
  companyId: string,
  limit: number,
): Promise<CompanyRelation[]> {
  const rows = await db
    .select({
      contactId: contacts.id,
      contactName: contacts.name,
      relatedId: companies.id,
      relatedName: companies.name,
      primaryId: primary.id,
      primaryName: primary.name,
      source: contactCompanies.source,
    })
    .from(contactCompanies)
    .innerJoin(contacts, and(visibleContacts(viewer), eq(contacts.id, contactCompanies.contactId)))
    .innerJoin(companies, and(visibleCompanies(viewer), eq(companies.id, contactCompanies.companyId)))
    .leftJoin(
      primary,
      and(
        visibleCompanyRows(viewer, { brand: primary.brand, companyId: primary.id }),
        eq(primary.id, contacts.primaryCompanyId),
      ),
    )
    .where(
      and(
        visibleContactRows(viewer, contactCompanies),
        or(
          and(
            eq(contactCompanies.companyId, companyId),
            sql`${contacts.primaryCompanyId} is distinct from ${companyId}::uuid`,
          ),
          and(eq(contacts.primaryCompanyId, companyId), ne(contactCompanies.companyId, companyId)),
        ),
      ),
    )
    .orderBy(asc(contacts.name), asc(companies.name), asc(contacts.id), asc(companies.id))
    .limit(limit);
  return rows.map((row): CompanyRelation => {
    const isInward = row.relatedId === companyId;
    const [id, name] = isInward ? [row.primaryId, row.primaryName] : [row.relatedId, row.relatedName];
    return {
      contact: { id: row.contactId, name: row.contactName },
      company: id !== null && name !== null ? { id, name } : null,
      direction: isInward ? "inward" : "outward",
      source: row.source,
    };
  });
}
