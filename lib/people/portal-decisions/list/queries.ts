import { and, eq, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import { agreements, companies, contacts, coverages, editedFields, portalDecisions, staff } from "@/db/schema";
import { PORTAL_FIELDS, type PortalField } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { ofOwnBrands } from "@/lib/gate/brand/policy";
import { type KeysetOrder, type ListPage, readKeysetPage } from "@/lib/kit/lists/page";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import { businessInstant, formatInstant, type Zoned } from "@/lib/kit/time";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContacts } from "@/lib/people/contacts/policy";
import {
  handedBackContacts,
  visibleDeciders,
  visibleEditedFields,
  visiblePortalDecisions,
} from "@/lib/people/portal-decisions/policy";
import { decisionWords } from "@/lib/people/portal-decisions/rules";
import { DECISIONS_PAGE_SIZE, type DecisionCursor, type DecisionFilters } from "./schema";

interface NamedCompany {
  readonly id: string;
  readonly name: string;
}

/** Who decided, and when. */
export interface Deciding {
  /** In business time: `at` in ISO format, `when` as text in the viewer's zone. */
  readonly at: string;
  readonly when: string;
  /** Null where it is not stored or the account is gone. */
  readonly by: string | null;
}

/** A field of a contact that was edited in the portal. */
interface EditedField {
  readonly field: PortalField;
  /** The last edit. Null for one from before edits were stored, of which the audit log does not tell. */
  readonly edit: Deciding | null;
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
  readonly fields: readonly EditedField[];
}

/** A decision about a relation, a member of an account team, a picture, a coverage or a last day. */
export interface DecisionRow extends Deciding {
  readonly id: string;
  readonly brand: string;
  readonly words: string;
  /** The person whom it is about, where the words do not name them: name and address, or the address alone. */
  readonly about: string | null;
  /** False for a decision that is about no person. */
  readonly hasPerson: boolean;
  /** The contact whom it is about, where there is one. */
  readonly contact: { readonly id: string; readonly name: string; readonly email: string } | null;
  /** The related company, or the company of the account team or the agreement. */
  readonly company: NamedCompany | null;
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

const deciding = (at: Date, by: string | null, zone: string): Deciding => ({
  at: businessInstant(at).toString(),
  when: formatInstant(businessInstant(at), zone),
  by,
});

/** The stored edits of these contacts, by contact and field. */
async function editsOf(
  { viewer, db }: Context<StaffViewer>,
  rows: readonly { id: string; name: string }[],
  zone: string,
) {
  const edits = await db
    .select({
      contactId: editedFields.contactId,
      field: editedFields.field,
      editorKind: editedFields.editorKind,
      at: editedFields.editedAt,
      by: staff.name,
    })
    .from(editedFields)
    .leftJoin(staff, and(visibleDeciders(viewer, staff.id), eq(staff.id, editedFields.editorId)))
    .where(
      and(
        visibleEditedFields(viewer),
        inArray(
          editedFields.contactId,
          rows.map(({ id }) => id),
        ),
      ),
    );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return new Map(
    edits.map(({ contactId, field, editorKind, at, by }) => [
      `${contactId} ${field}`,
      deciding(at, editorKind === "contact" ? (names.get(contactId) ?? null) : by, zone),
    ]),
  );
}

/**
 * One page of the contacts with edited fields, newest contact first, with the count of all that the filters match.
 * Empty for a viewer who is no administrator.
 */
export async function listDecidedContacts(
  context: Context<StaffViewer>,
  filters: DecisionFilters,
  { zone }: Zoned,
): Promise<ListPage<DecidedContact, DecisionCursor>> {
  const { viewer, db } = context;
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
  const edits = await editsOf(context, page.rows, zone);
  return {
    ...page,
    rows: page.rows.map(({ createdAt: _, companyId, companyName, fields, ...contact }) => ({
      ...contact,
      company: named(companyId, companyName),
      fields: PORTAL_FIELDS.filter(
        (field) => fields.includes(field) && (filters.field === null || filters.field === field),
      ).map((field) => ({ field, edit: edits.get(`${contact.id} ${field}`) ?? null })),
    })),
  };
}

const ofContact = (viewer: StaffViewer) => and(visibleContacts(viewer), eq(contacts.id, portalDecisions.contactId));
const ofCompany = (viewer: StaffViewer) => and(visibleCompanies(viewer), eq(companies.id, portalDecisions.companyId));
const ofDecider = (viewer: StaffViewer) =>
  and(visibleDeciders(viewer, staff.id), eq(staff.id, portalDecisions.decidedBy));

const ofAgreement = (viewer: StaffViewer) =>
  and(visibleAgreements(viewer), eq(agreements.id, portalDecisions.agreementId));
const ofCoverage = (viewer: StaffViewer) =>
  and(
    ofOwnBrands(viewer, coverages.brand),
    eq(coverages.brand, agreements.brand),
    eq(coverages.key, agreements.coverage),
  );

/** The decision is about this company, or about a relation of one of its contacts. */
const aboutCompany = (id: string): SQL | undefined =>
  or(eq(portalDecisions.companyId, id), eq(contacts.primaryCompanyId, id));

/**
 * One page of the decisions about relations, account teams, pictures, coverages and last days, newest first, with the count of all that the
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
          contactId: contacts.id,
          contactName: contacts.name,
          contactEmail: contacts.email,
          companyId: companies.id,
          companyName: companies.name,
          product: agreements.product,
          coverage: coverages.name,
          endsOn: agreements.endsOn,
          by: staff.name,
        })
        .from(portalDecisions)
        .leftJoin(contacts, ofContact(viewer))
        .leftJoin(companies, ofCompany(viewer))
        .leftJoin(agreements, ofAgreement(viewer))
        .leftJoin(coverages, ofCoverage(viewer))
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
    rows: page.rows.map(
      ({ id, brand, kind, outcome, name, role, product, coverage, endsOn, decidedAt, by, ...row }) => ({
        ...{ id, brand, ...deciding(decidedAt, by, zone) },
        words: decisionWords({ kind, outcome, name, role, product, coverage, endsOn, company: row.companyName }),
        hasPerson: kind !== "coverage" && kind !== "term",
        about: row.contactName ? `${row.contactName}, ${row.contactEmail}` : row.email,
        contact:
          row.contactId && row.contactName && row.contactEmail
            ? { id: row.contactId, name: row.contactName, email: row.contactEmail }
            : null,
        company: named(row.companyId, row.companyName),
      }),
    ),
  };
}
