import { and, eq, ilike, or, type SQL, sql } from "drizzle-orm";
import { companies, contacts, portalDecisions, staff } from "@/db/schema";
import { PORTAL_FIELDS, type PortalField } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { type KeysetOrder, type ListPage, readKeysetPage } from "@/lib/kit/lists/page";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import { businessInstant, formatInstant, type Zoned } from "@/lib/kit/time";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { handedBackContacts, visibleDeciders, visiblePortalDecisions } from "@/lib/people/portal-decisions/policy";
import { decisionWords } from "@/lib/people/portal-decisions/rules";
import { DECISIONS_PAGE_SIZE, type DecisionCursor, type DecisionFilters } from "./schema";

interface NamedCompany {
  readonly id: string;
  readonly name: string;
}

/** A contact some of whose fields imports must not change. */
export interface DecidedContact {
  /** The contact's. */
  readonly id: string;
  readonly brand: string;
  readonly name: string;
  readonly email: string;
  /** The primary company. */
  readonly company: NamedCompany | null;
  /** With a filter by field, that field alone. */
  readonly fields: readonly PortalField[];
}

/** A decision about a relation, a member of an account team or a picture. */
export interface DecisionRow {
  readonly id: string;
  readonly brand: string;
  readonly words: string;
  /** The person whom it is about, where the words do not name them: name and address, or the address alone. */
  readonly about: string | null;
  /** The related company, or the company of the account team. */
  readonly company: NamedCompany | null;
  /** When it was decided, in business time: `at` in ISO format, `when` as text in the viewer's zone. */
  readonly at: string;
  readonly when: string;
  /** Name of who decided; null for decisions from before names were stored. */
  readonly by: string | null;
}

const CONTACT_ORDER: KeysetOrder<DecisionCursor> = {
  keys: { at: [contacts.createdAt, "timestamptz"], id: [contacts.id, "uuid"] },
  descending: true,
};
const DECISION_ORDER: KeysetOrder<DecisionCursor> = {
  keys: { at: [portalDecisions.decidedAt, "timestamptz"], id: [portalDecisions.id, "uuid"] },
  descending: true,
};

/** Every word of the search is part of one of the columns. */
const found = (q: string, columns: readonly Parameters<typeof ilike>[0][]) =>
  searchWords(q).map((word) => or(...columns.map((column) => ilike(column, likePattern(word)))));

const ofPrimary = (viewer: StaffViewer) => and(visibleCompanies(viewer), eq(companies.id, contacts.primaryCompanyId));

const named = (id: string | null, name: string | null): NamedCompany | null =>
  id !== null && name !== null ? { id, name } : null;

/**
 * One page of the contacts with edited fields, newest contact first, with the count of all that the filters match.
 * Empty for a viewer who is no administrator.
 */
export async function listDecidedContacts(
  { viewer, db }: Context<StaffViewer>,
  filters: DecisionFilters,
): Promise<ListPage<DecidedContact, DecisionCursor>> {
  const where = and(
    handedBackContacts(viewer),
    // As in the condition of the index, or it is not used.
    sql`cardinality(${contacts.portalFields}) > 0`,
    filters.brand ? eq(contacts.brand, filters.brand) : undefined,
    filters.company ? eq(contacts.primaryCompanyId, filters.company) : undefined,
    filters.field ? sql`${contacts.portalFields} @> array[${filters.field}]` : undefined,
    ...found(filters.q, [contacts.name, contacts.email, companies.name]),
  );
  const { page } = await readKeysetPage({
    size: DECISIONS_PAGE_SIZE,
    order: CONTACT_ORDER,
    cursor: filters.cursor,
    rows: (slice) =>
      db
        .select({
          id: contacts.id,
          brand: contacts.brand,
          name: contacts.name,
          email: contacts.email,
          fields: contacts.portalFields,
          createdAt: contacts.createdAt,
          companyId: companies.id,
          companyName: companies.name,
        })
        .from(contacts)
        .leftJoin(companies, ofPrimary(viewer))
        .where(and(where, slice.where))
        .orderBy(...slice.orderBy)
        .limit(slice.limit),
    place: ({ createdAt, id }, side): DecisionCursor => ({ side, at: createdAt.toISOString(), id }),
    totals: (counts) => db.select(counts).from(contacts).leftJoin(companies, ofPrimary(viewer)).where(where),
  });
  return {
    ...page,
    rows: page.rows.map(({ createdAt: _, companyId, companyName, fields, ...contact }) => ({
      ...contact,
      company: named(companyId, companyName),
      fields: PORTAL_FIELDS.filter(
        (field) => fields.includes(field) && (filters.field === null || filters.field === field),
      ),
    })),
  };
}

const ofContact = (viewer: StaffViewer) => and(visibleContacts(viewer), eq(contacts.id, portalDecisions.contactId));
const ofCompany = (viewer: StaffViewer) => and(visibleCompanies(viewer), eq(companies.id, portalDecisions.companyId));
const ofDecider = (viewer: StaffViewer) =>
  and(visibleDeciders(viewer, staff.id), eq(staff.id, portalDecisions.decidedBy));

/** The decision is about this company, or about a relation of one of its contacts. */
const aboutCompany = (id: string): SQL | undefined =>
  or(eq(portalDecisions.companyId, id), eq(contacts.primaryCompanyId, id));

/**
 * One page of the decisions about relations, account teams and pictures, newest first, with the count of all that the
 * filters match. Empty for a viewer who is no administrator.
 */
export async function listPortalDecisions(
  { viewer, db }: Context<StaffViewer>,
  filters: DecisionFilters,
  { zone }: Zoned,
): Promise<ListPage<DecisionRow, DecisionCursor>> {
  const where = and(
    visiblePortalDecisions(viewer),
    filters.brand ? eq(portalDecisions.brand, filters.brand) : undefined,
    filters.kind ? eq(portalDecisions.kind, filters.kind) : undefined,
    filters.company ? aboutCompany(filters.company) : undefined,
    ...found(filters.q, [portalDecisions.name, portalDecisions.email, contacts.name, contacts.email, companies.name]),
  );
  const { page } = await readKeysetPage({
    size: DECISIONS_PAGE_SIZE,
    order: DECISION_ORDER,
    cursor: filters.cursor,
    rows: (slice) =>
      db
        .select({
          id: portalDecisions.id,
          brand: portalDecisions.brand,
          kind: portalDecisions.kind,
          outcome: portalDecisions.outcome,
          name: portalDecisions.name,
          role: portalDecisions.role,
          email: portalDecisions.email,
          decidedAt: portalDecisions.decidedAt,
          contactName: contacts.name,
          contactEmail: contacts.email,
          companyId: companies.id,
          companyName: companies.name,
          by: staff.name,
        })
        .from(portalDecisions)
        .leftJoin(contacts, ofContact(viewer))
        .leftJoin(companies, ofCompany(viewer))
        .leftJoin(staff, ofDecider(viewer))
        .where(and(where, slice.where))
        .orderBy(...slice.orderBy)
        .limit(slice.limit),
    place: ({ decidedAt, id }, side): DecisionCursor => ({ side, at: decidedAt.toISOString(), id }),
    totals: (counts) =>
      db
        .select(counts)
        .from(portalDecisions)
        .leftJoin(contacts, ofContact(viewer))
        .leftJoin(companies, ofCompany(viewer))
        .where(where),
  });
  return {
    ...page,
    rows: page.rows.map(({ id, brand, kind, outcome, name, role, decidedAt, by, ...row }) => ({
      ...{ id, brand, by },
      words: decisionWords({ kind, outcome, name, role, company: row.companyName }),
      about: row.contactName ? `${row.contactName}, ${row.contactEmail}` : row.email,
      company: named(row.companyId, row.companyName),
      at: businessInstant(decidedAt).toString(),
      when: formatInstant(businessInstant(decidedAt), zone),
    })),
  };
}
