import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { companies, contactCompanies, contacts, newSignInAddresses } from "@/db/schema";
import type { PortalField } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContactRows, visibleContacts } from "@/lib/people/contacts/policy";
import { changeableContacts, editsPeople } from "./policy";
import type { Rights } from "./rules";

export interface CompanyChoice {
  readonly id: string;
  readonly name: string;
  /** The company's number in the ERP. */
  readonly number: string;
}

/** What is known of an account without its secrets. */
export interface AccountState {
  readonly hasPassword: boolean;
  readonly sessions: number;
  /** When a link was last mailed, or an invitation asked for. System time. */
  readonly invitedAt: Date | null;
}

/** A contact as the page of edits shows them. */
export interface EditedContact {
  readonly id: string;
  readonly brand: string;
  readonly name: string;
  readonly email: string;
  readonly jobTitle: string | null;
  readonly closedAt: Date | null;
  readonly mergedInto: string | null;
  readonly company: CompanyChoice | null;
  readonly rights: Rights;
  readonly fields: readonly PortalField[];
  readonly relations: readonly CompanyChoice[];
  /** The new sign-in address that waits to be confirmed. */
  readonly waitingAddress: string | null;
  readonly account: AccountState;
}

const NO_ACCOUNT: AccountState = { hasPassword: false, sessions: 0, invitedAt: null };

/** Accounts of these contacts, by contact id. Empty for a viewer who is no administrator of their brand. */
export async function readAccounts(
  { viewer, db }: Context<StaffViewer>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AccountState>> {
  if (ids.length === 0 || !editsPeople(viewer)) return new Map();
  const rows = await db.execute<{
    contact_id: string;
    has_password: boolean;
    sessions: number;
    invited_at: string | null;
  }>(sql`select * from contact_accounts(${sql.param([...ids])}::uuid[])`);
  return new Map(
    [...rows].map((row) => [
      row.contact_id,
      {
        hasPassword: row.has_password,
        sessions: row.sessions,
        invitedAt: row.invited_at === null ? null : new Date(row.invited_at),
      },
    ]),
  );
}

/** Also one who was merged into another. Null for a viewer who may not edit them. */
export async function findEditedContact(context: Context<StaffViewer>, id: string): Promise<EditedContact | null> {
  const { viewer, db } = context;
  if (!editsPeople(viewer)) return null;
  const [[row], relations, [waiting], accounts] = await Promise.all([
    db
      .select({ contact: contacts, company: companyColumns })
      .from(contacts)
      .leftJoin(companies, and(visibleCompanies(viewer), eq(companies.id, contacts.primaryCompanyId)))
      .where(and(visibleContacts(viewer), eq(contacts.id, id))),
    db
      .select(companyColumns)
      .from(contactCompanies)
      .innerJoin(companies, and(visibleCompanies(viewer), eq(companies.id, contactCompanies.companyId)))
      .where(and(visibleContactRows(viewer, contactCompanies), eq(contactCompanies.contactId, id)))
      .orderBy(asc(sql`lower(${companies.name})`), asc(companies.id)),
    db
      .select({ address: newSignInAddresses.address })
      .from(newSignInAddresses)
      .where(
        and(
          visibleContactRows(viewer, newSignInAddresses),
          eq(newSignInAddresses.contactId, id),
          isNull(newSignInAddresses.confirmedAt),
          isNull(newSignInAddresses.endedAt),
          gt(newSignInAddresses.expiresAt, sql`now()`),
        ),
      ),
    readAccounts(context, [id]),
  ]);
  if (!row) return null;
  const { contact, company } = row;
  return {
    id,
    brand: contact.brand,
    name: contact.name,
    email: contact.email,
    jobTitle: contact.jobTitle,
    closedAt: contact.closedAt,
    mergedInto: contact.mergedInto,
    company,
    rights: rightsOf(contact),
    fields: contact.portalFields as PortalField[],
    relations,
    waitingAddress: waiting?.address ?? null,
    account: accounts.get(id) ?? NO_ACCOUNT,
  };
}

const companyColumns = { id: companies.id, name: companies.name, number: companies.externalId };

export const rightsOf = (contact: typeof contacts.$inferSelect): Rights => ({
  billing: contact.billing,
  pay: contact.pay,
  cases: contact.casesScope,
  requests: contact.requestsScope,
  companyAdmin: contact.companyAdmin,
});

/** Open companies of a brand with this name, in upper or lower case, or with this number in the ERP; at most ten. */
export async function findCompaniesNamed(
  { viewer, db }: Context<StaffViewer>,
  brand: string,
  nameOrNumber: string,
): Promise<CompanyChoice[]> {
  return db
    .select(companyColumns)
    .from(companies)
    .where(
      and(
        visibleCompanies(viewer),
        eq(companies.brand, brand),
        isNull(companies.closedAt),
        isNull(companies.mergedInto),
        sql`(${companies.externalId} = ${nameOrNumber} or lower(${companies.name}) = lower(${nameOrNumber}))`,
      ),
    )
    .limit(10);
}

/** A contact of the brand by their address. Null for one who was merged, or whom the viewer may not edit. */
export async function findContactByAddress(
  { viewer, db }: Context<StaffViewer>,
  brand: string,
  address: string,
): Promise<{ readonly id: string } | null> {
  const [row] = await db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(changeableContacts(viewer), eq(contacts.brand, brand), eq(contacts.email, address.toLowerCase())));
  return row ?? null;
}
