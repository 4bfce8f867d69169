import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { plannedAnew } from "@/db/plans";
import { accountTeamMembers, agreements, companies, contacts, threads } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { type KeysetOrder, type ListPage, readKeysetPage } from "@/lib/kit/lists/page";
import { businessToday } from "@/lib/kit/time";
import { visibleAccountTeam } from "@/lib/people/account-team/policy";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { companiesFound, contactsFound } from "@/lib/site/clients/search/queries";
import { isDue, isMine, isOverdue, isQuiet } from "@/lib/site/clients/standing/queries";
import { CLIENTS_PAGE_SIZE, type ClientCursor, type CompanyFilters, type ContactFilters } from "./schema";

/* The firm's clients as lists of staff, over companies, agreements, money and what was written. */

/** A row of the list of companies. */
export interface CompanyRow {
  readonly id: string;
  readonly brand: string;
  readonly name: string;
  readonly externalId: string;
  readonly city: string | null;
  readonly isClosed: boolean;
  /** Its account managers, by name. */
  readonly managers: readonly { readonly id: string; readonly name: string }[];
  /** Last day of the support agreement that ends last, among those that are not cancelled. */
  readonly supportUntil: string | null;
  /** Today's date in the brand's zone. */
  readonly today: string;
}

/** A row of the list of contacts. */
export interface ContactRow {
  readonly id: string;
  readonly brand: string;
  readonly name: string;
  readonly email: string;
  readonly jobTitle: string | null;
  readonly company: { readonly id: string; readonly name: string } | null;
  readonly isClosed: boolean;
}

/** A place in a list by name: the cursor, with the name that its row has now. */
interface NamedCursor extends ClientCursor {
  readonly name: string;
}

/** The place of a cursor; null if its row is gone or the viewer may not see it. */
async function placeOf(
  cursor: ClientCursor | null,
  named: (id: string) => Promise<readonly { name: string }[]>,
): Promise<NamedCursor | null> {
  if (cursor === null) return null;
  const [row] = await named(cursor.id);
  return row ? { ...cursor, name: row.name } : null;
}

async function companyFilter(
  context: Context<StaffViewer>,
  { brand, mine, standing }: Omit<CompanyFilters, "cursor" | "q">,
  found: SQL | undefined,
  brands: readonly Brand[],
): Promise<SQL | undefined> {
  return and(
    visibleCompanies(context.viewer),
    found,
    brand ? eq(companies.brand, brand) : undefined,
    mine ? isMine(context.viewer, companies.id) : undefined,
    standing ? isNull(companies.closedAt) : undefined,
    standing === "renewals" ? await isDue(context, { whose: companies.id, few: mine }, brands) : undefined,
    standing === "overdue" ? isOverdue(context, companies.id, brands) : undefined,
    standing === "quiet" ? isQuiet(context, { column: threads.companyId, whose: companies.id, few: mine }) : undefined,
    found || mine || standing ? plannedAnew : undefined,
  );
}

const managers = (viewer: StaffViewer) =>
  sql<CompanyRow["managers"] | null>`(select json_agg(json_build_object(
      'id', ${accountTeamMembers.id}, 'name', ${accountTeamMembers.name}
    ) order by ${accountTeamMembers.name}) from ${accountTeamMembers} where ${and(
      visibleAccountTeam(viewer),
      sql`${accountTeamMembers.companyId} = ${companies.id}`,
      eq(accountTeamMembers.role, "account_manager"),
    )})`;

const supportUntil = (viewer: StaffViewer) =>
  sql<string | null>`(select max(${agreements.endsOn})::text from ${agreements} where ${and(
    visibleAgreements(viewer),
    sql`${agreements.companyId} = ${companies.id}`,
    eq(agreements.kind, "support"),
    eq(agreements.state, "active"),
  )})`;

/**
 * Counting every row of a large brand cost more than all else on the page, and nobody pages through as many. Standings
 * are looked up company by company, so fewer of those are counted.
 */
const countedOf = (standing: string | null) => (standing ? 200 : 1_000);

/** Columns of the first rows of a list, of which as many are read as are counted. */
const START = { id: sql<string>`"id"`, count: sql`count(*) over ()`.mapWith(Number) };

/**
 * The ids of the first page with the count of all, where a standing is asked: it is looked up row by row, and the page and
 * the count would both look up the same rows. Null for any other list, and beside a place.
 */
async function startOf(
  { cursor, standing }: Pick<CompanyFilters, "cursor" | "standing">,
  read: () => Promise<readonly { id: string; count: number }[]>,
) {
  if (cursor !== null || standing === null) return null;
  const rows = await read();
  return { ids: rows.map(({ id }) => id), totals: [{ count: rows[0]?.count ?? 0, passed: 0 }] };
}

const COMPANY_ORDER: KeysetOrder<NamedCursor> = {
  keys: { name: [companies.name, "text"], id: [companies.id, "uuid"] },
  descending: false,
};

/**
 * One page of companies by name, with the count of all that the filters match, both from one snapshot. A cursor beyond
 * the list shows the first page. `brands`: those of the deployment, whose zones say which day it is.
 */
export async function listCompanies(
  context: Context<StaffViewer>,
  filters: CompanyFilters,
  brands: readonly Brand[],
): Promise<ListPage<CompanyRow, ClientCursor>> {
  const { viewer, db } = context;
  const counted = countedOf(filters.standing);
  const where = await companyFilter(context, filters, await companiesFound(context, filters.q), brands);
  // Of the table's name, because the counts compare its columns.
  const first = db
    .select({ name: companies.name, id: companies.id })
    .from(companies)
    .where(and(visibleCompanies(viewer), where))
    .orderBy(companies.name, companies.id)
    .limit(counted + 1)
    .as("companies");
  const start = await startOf(filters, () =>
    db
      .select(START)
      .from(first)
      .orderBy(first.name, first.id)
      .limit(CLIENTS_PAGE_SIZE + 1),
  );
  const { page } = await readKeysetPage({
    size: CLIENTS_PAGE_SIZE,
    order: COMPANY_ORDER,
    cursor: await placeOf(filters.cursor, (id) =>
      db
        .select({ name: companies.name })
        .from(companies)
        .where(and(visibleCompanies(viewer), eq(companies.id, id))),
    ),
    rows: (slice) =>
      db
        .select({
          id: companies.id,
          brand: companies.brand,
          name: companies.name,
          externalId: companies.externalId,
          city: companies.city,
          closedAt: companies.closedAt,
          managers: managers(viewer),
          supportUntil: supportUntil(viewer),
        })
        .from(companies)
        .where(and(visibleCompanies(viewer), start ? inArray(companies.id, start.ids) : where, slice.where))
        .orderBy(...slice.orderBy)
        .limit(slice.limit),
    place: ({ id, name }, side): NamedCursor => ({ side, id, name }),
    counted,
    totals: (counts) => (start ? Promise.resolve(start.totals) : db.select(counts).from(first)),
  });
  const todayOf = new Map(brands.map(({ key, zone }) => [key, businessToday(zone)]));
  return {
    ...page,
    rows: page.rows.map(({ closedAt, managers, ...row }) => ({
      ...row,
      managers: managers ?? [],
      isClosed: closedAt !== null,
      today: todayOf.get(row.brand) ?? businessToday("UTC"),
    })),
  };
}

async function contactFilter(
  context: Context<StaffViewer>,
  { brand, mine, standing, company }: Omit<ContactFilters, "cursor" | "q">,
  found: SQL | undefined,
  brands: readonly Brand[],
): Promise<SQL | undefined> {
  const whose = contacts.primaryCompanyId;
  return and(
    found,
    brand ? eq(contacts.brand, brand) : undefined,
    company ? eq(contacts.primaryCompanyId, company) : undefined,
    mine ? isMine(context.viewer, contacts.primaryCompanyId) : undefined,
    standing ? isNull(contacts.closedAt) : undefined,
    standing === "renewals" ? await isDue(context, { whose, few: mine || company !== null }, brands) : undefined,
    standing === "overdue" ? isOverdue(context, contacts.primaryCompanyId, brands) : undefined,
    standing === "quiet" ? isQuiet(context, { column: threads.openedBy, whose: contacts.id, few: mine }) : undefined,
    found || mine || standing || company ? plannedAnew : undefined,
  );
}

const CONTACT_ORDER: KeysetOrder<NamedCursor> = {
  keys: { name: [contacts.name, "text"], id: [contacts.id, "uuid"] },
  descending: false,
};

/**
 * One page of contacts by name, as listCompanies. Renewals and what is overdue are those of the primary company; a
 * contact is quiet who has nothing of their own in the threads of the last 90 days.
 */
export async function listContacts(
  context: Context<StaffViewer>,
  filters: ContactFilters,
  brands: readonly Brand[],
): Promise<ListPage<ContactRow, ClientCursor>> {
  const { viewer, db } = context;
  const counted = countedOf(filters.standing);
  const where = await contactFilter(context, filters, await contactsFound(context, filters.q), brands);
  const first = db
    .select({ name: contacts.name, id: contacts.id })
    .from(contacts)
    .leftJoin(companies, and(visibleCompanies(viewer), eq(companies.id, contacts.primaryCompanyId)))
    .where(and(visibleContacts(viewer), where))
    .orderBy(contacts.name, contacts.id)
    .limit(counted + 1)
    .as("contacts");
  const start = await startOf(filters, () =>
    db
      .select(START)
      .from(first)
      .orderBy(first.name, first.id)
      .limit(CLIENTS_PAGE_SIZE + 1),
  );
  const { page } = await readKeysetPage({
    size: CLIENTS_PAGE_SIZE,
    order: CONTACT_ORDER,
    cursor: await placeOf(filters.cursor, (id) =>
      db
        .select({ name: contacts.name })
        .from(contacts)
        .where(and(visibleContacts(viewer), eq(contacts.id, id))),
    ),
    rows: (slice) =>
      db
        .select({
          id: contacts.id,
          brand: contacts.brand,
          name: contacts.name,
          email: contacts.email,
          jobTitle: contacts.jobTitle,
          closedAt: contacts.closedAt,
          companyId: companies.id,
          companyName: companies.name,
        })
        .from(contacts)
        .leftJoin(companies, and(visibleCompanies(viewer), eq(companies.id, contacts.primaryCompanyId)))
        .where(and(visibleContacts(viewer), start ? inArray(contacts.id, start.ids) : where, slice.where))
        .orderBy(...slice.orderBy)
        .limit(slice.limit),
    place: ({ id, name }, side): NamedCursor => ({ side, id, name }),
    counted,
    totals: (counts) => (start ? Promise.resolve(start.totals) : db.select(counts).from(first)),
  });
  return {
    ...page,
    rows: page.rows.map(({ companyId, companyName, closedAt, ...row }) => ({
      ...row,
      company: companyId !== null && companyName !== null ? { id: companyId, name: companyName } : null,
      isClosed: closedAt !== null,
    })),
  };
}
