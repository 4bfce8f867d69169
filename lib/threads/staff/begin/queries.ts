import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import { z } from "zod";
import { companies, contacts } from "@/db/schema";
import type { RequestKind } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { type Unseeing, whyUnseeing } from "./rules";

/** What a member of staff begins: a case that was phoned in, or a request of this topic. */
export type Begun =
  | { readonly kind: "case"; readonly topic: null }
  | { readonly kind: "request"; readonly topic: RequestKind };

/** A contact in whose name, or to whom, a thread at one company could be opened. */
export interface Addressee {
  readonly id: string;
  readonly name: string;
  /** The name as the list of choices shows it: with the mail address where two people share the name. */
  readonly label: string;
}

export interface Addressees {
  /** Those who could see the thread, by name. */
  readonly able: readonly Addressee[];
  /** Contacts of the company who could not, each with the reason. */
  readonly unable: readonly (Addressee & { readonly why: Unseeing })[];
}

/**
 * The contacts who could see a thread that is opened now at the company, and its contacts who could not. The database
 * decides, by the rules by which it shows threads.
 */
export async function listAddressees(
  { viewer, db }: Context<StaffViewer>,
  companyId: string,
  { kind, topic }: Begun,
): Promise<Addressees> {
  const able = sql<boolean>`${contacts.id} in (select contact_id from contacts_for_thread(${companyId}::uuid, ${kind}, ${topic ?? ""}))`;
  const rows = await db
    .select({
      ...{ id: contacts.id, name: contacts.name, email: contacts.email, closedAt: contacts.closedAt, able },
      ...{ companyId: contacts.primaryCompanyId, cases: contacts.casesScope, billing: contacts.billing },
    })
    .from(contacts)
    .where(and(visibleContacts(viewer), or(eq(contacts.primaryCompanyId, companyId), able)))
    .orderBy(sql`lower(${contacts.name})`, asc(contacts.id));
  const namesakes = (name: string) => rows.filter((row) => row.name === name).length;
  const people = rows.map((row) => ({
    ...{ id: row.id, name: row.name, able: row.able },
    label: namesakes(row.name) > 1 ? `${row.name} (${row.email})` : row.name,
    why: whyUnseeing({ ...row, isClosed: row.closedAt !== null }, { kind, companyId }),
  }));
  return {
    able: people.filter((one) => one.able).map(({ id, name, label }) => ({ id, name, label })),
    unable: people.filter((one) => !one.able).map(({ able: _, ...one }) => one),
  };
}

/** Why this contact, who is among neither of the addressees, could not see the thread; null for an unknown one. */
export async function findUnseeing(
  { viewer, db }: Context<StaffViewer>,
  contactId: string,
  companyId: string,
  { kind }: Begun,
): Promise<(Addressee & { readonly why: Unseeing }) | null> {
  const [row] = await db
    .select()
    .from(contacts)
    .where(and(visibleContacts(viewer), eq(contacts.id, contactId)));
  if (!row) return null;
  const facts = { companyId: row.primaryCompanyId, cases: row.casesScope, isClosed: row.closedAt !== null };
  return { id: row.id, name: row.name, label: row.name, why: whyUnseeing(facts, { kind, companyId }) };
}

const companyRows = z.array(z.object({ company_id: z.string(), name: z.string(), in_force: z.boolean() }));

export interface CaseCompanyOf {
  readonly id: string;
  readonly name: string;
  /** Is a support agreement in force there today? */
  readonly inForce: boolean;
}

/** The companies whose cases a contact reaches, by name; none for an unknown contact and for a closed account. */
export async function listCaseCompaniesOf(
  { db }: Context<StaffViewer>,
  contactId: string,
): Promise<readonly CaseCompanyOf[]> {
  const rows = companyRows.parse([
    ...(await db.execute(
      sql`select company_id, name, in_force from companies_for_cases(${contactId}::uuid) order by lower(name), company_id`,
    )),
  ]);
  return rows.map((row) => ({ id: row.company_id, name: row.name, inForce: row.in_force }));
}

/** Whose client a thread is about: the brand of a company that the viewer sees; null for any other. */
export async function findBrandOf({ viewer, db }: Context<StaffViewer>, companyId: string): Promise<string | null> {
  const [row] = await db
    .select({ brand: companies.brand })
    .from(companies)
    .where(and(visibleCompanies(viewer), inArray(companies.id, [companyId])));
  return row?.brand ?? null;
}
