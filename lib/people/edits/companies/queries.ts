import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { companies, contacts } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { changeableContacts, editsPeople } from "@/lib/people/edits/contacts/policy";
import { readAccounts } from "@/lib/people/edits/contacts/queries";
import { whyNotInvited } from "@/lib/people/edits/contacts/rules";

export type EditedCompany = typeof companies.$inferSelect;

/** Also one that was merged into another. Null for a viewer who may not edit it. */
export async function findEditedCompany(
  { viewer, db }: Context<StaffViewer>,
  id: string,
): Promise<EditedCompany | null> {
  if (!editsPeople(viewer)) return null;
  const [row] = await db
    .select()
    .from(companies)
    .where(and(visibleCompanies(viewer), eq(companies.id, id)));
  return row ?? null;
}

export interface Invitee {
  readonly id: string;
  readonly brand: string;
  readonly name: string;
  readonly email: string;
  /** Why they get no mail; null: they get one. */
  readonly whyNot: string | null;
}

/** More than any company has; whoever is beyond it is not listed, and not invited. */
const MOST_LISTED = 1_000;

/**
 * The contacts of a company by name, each with the reason why they are not invited, if there is one. `now`: system time.
 */
export async function listInvitees(
  context: Context<StaffViewer>,
  companyId: string,
  now: Date,
): Promise<readonly Invitee[]> {
  const { viewer, db } = context;
  const rows = await db
    .select({
      id: contacts.id,
      brand: contacts.brand,
      name: contacts.name,
      email: contacts.email,
      closedAt: contacts.closedAt,
    })
    .from(contacts)
    .where(and(changeableContacts(viewer), eq(contacts.primaryCompanyId, companyId), isNull(contacts.mergedInto)))
    .orderBy(asc(sql`lower(${contacts.name})`), asc(contacts.id))
    .limit(MOST_LISTED);
  const accounts = await readAccounts(
    context,
    rows.map(({ id }) => id),
  );
  return rows.map(({ closedAt, ...contact }) => {
    const account = accounts.get(contact.id);
    const { hasPassword = false, invitedAt = null } = account ?? {};
    return { ...contact, whyNot: whyNotInvited({ closedAt, hasPassword, invitedAt, now }) };
  });
}
