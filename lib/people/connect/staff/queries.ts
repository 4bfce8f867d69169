import { and, asc, desc, eq, ilike, isNotNull, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { companies, connectRequests, contacts, staff, visitors } from "@/db/schema";
import type { VisitorSource, VisitorState } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { type KeysetOrder, type ListPage, readKeysetPage } from "@/lib/kit/lists/page";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import { businessInstant, formatInstant, type Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { firmDomainOf } from "@/lib/people/connect/rules";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { visibleAdmitters, visibleConnectRequests, visibleVisitors } from "./policy";
import {
  type CompanyCandidate,
  type LikelyContact,
  likelyContacts,
  type NearContact,
  nameWords,
  type Suggestion,
  suggestCompanies,
} from "./rules";
import { VISITORS_PAGE_SIZE, type VisitorCursor, type VisitorFilters } from "./schema";

const isReady = and(eq(visitors.state, "waiting"), isNotNull(visitors.confirmedAt));
const OF_TAB: Readonly<Record<VisitorFilters["tab"], SQL | undefined>> = {
  ready: isReady,
  unconfirmed: and(eq(visitors.state, "waiting"), isNull(visitors.confirmedAt)),
  decided: ne(visitors.state, "waiting"),
};

/** How many wait with a confirmed address. 0 for a viewer who does not decide. */
export async function countReady({ viewer, db }: Context<StaffViewer>): Promise<number> {
  const [row] = await db
    .select({ count: sql`count(*)`.mapWith(Number) })
    .from(visitors)
    .where(and(visibleVisitors(viewer), isReady));
  return row?.count ?? 0;
}

/** A visitor as a list shows them. Times are texts in the viewer's zone. */
export interface VisitorRow {
  readonly id: string;
  readonly brand: string;
  readonly name: string;
  readonly email: string;
  readonly company: string;
  readonly source: VisitorSource;
  readonly state: VisitorState;
  readonly since: string;
}

/** One page of visitors, with the count of all that the filters match. Empty for a viewer who does not decide. */
export async function listVisitors(
  { viewer, db }: Context<StaffViewer>,
  filters: VisitorFilters,
  { zone }: Zoned,
): Promise<ListPage<VisitorRow, VisitorCursor>> {
  const order: KeysetOrder<VisitorCursor> = {
    keys: { at: [visitors.createdAt, "timestamptz"], id: [visitors.id, "uuid"] },
    descending: filters.tab === "decided",
  };
  const where = and(
    visibleVisitors(viewer),
    OF_TAB[filters.tab],
    filters.brand ? eq(visitors.brand, filters.brand) : undefined,
    ...searchWords(filters.q).map((word) =>
      or(...[visitors.name, visitors.email, visitors.company].map((column) => ilike(column, likePattern(word)))),
    ),
  );
  const { page } = await readKeysetPage({
    size: VISITORS_PAGE_SIZE,
    order,
    cursor: filters.cursor,
    rows: (slice) =>
      db
        .select({
          id: visitors.id,
          brand: visitors.brand,
          name: visitors.name,
          email: visitors.email,
          company: visitors.company,
          source: visitors.source,
          state: visitors.state,
          createdAt: visitors.createdAt,
        })
        .from(visitors)
        .where(and(where, slice.where))
        .orderBy(...slice.orderBy)
        .limit(slice.limit),
    place: ({ createdAt, id }, side): VisitorCursor => ({ side, at: createdAt.toISOString(), id }),
    totals: (counts) => db.select(counts).from(visitors).where(where),
  });
  return { ...page, rows: page.rows.map(({ createdAt, ...row }) => ({ ...row, since: when(createdAt, zone) })) };
}

const when = (at: Date, zone: string) => formatInstant(businessInstant(at), zone);

/** What a visitor wrote at one time. */
interface VisitorWords {
  readonly id: string;
  readonly when: string;
  readonly name: string;
  readonly company: string;
  readonly phone: string | null;
  readonly need: string | null;
}

export interface VisitorDetail extends VisitorRow {
  readonly phone: string | null;
  /** When the address was confirmed; null if it is not. */
  readonly confirmed: string | null;
  readonly decided: { readonly when: string; readonly by: string | null; readonly sentence: string | null } | null;
  /** The contact that the visitor became, as far as the viewer sees them. */
  readonly contact: { readonly id: string; readonly name: string } | null;
  /** Newest first. */
  readonly words: readonly VisitorWords[];
  readonly suggestions: readonly Suggestion[];
  readonly likely: readonly LikelyContact[];
  /** Companies that the search finds. */
  readonly found: readonly CompanyCandidate[];
}

const MOST_WORDS = 50;

/** A visitor whom the viewer decides about, with what helps to decide; null if there is none. `q` searches companies. */
export async function findVisitor(
  context: Context<StaffViewer>,
  { id, q }: { readonly id: string; readonly q: string },
  { zone }: Zoned,
): Promise<VisitorDetail | null> {
  const { viewer, db } = context;
  const [row] = await db
    .select({ visitor: visitors, by: staff.name, contactName: contacts.name })
    .from(visitors)
    .leftJoin(staff, and(visibleAdmitters(viewer, staff.id), eq(staff.id, visitors.decidedBy)))
    .leftJoin(contacts, and(visibleContacts(viewer), eq(contacts.id, visitors.contactId)))
    .where(and(visibleVisitors(viewer), eq(visitors.id, id)));
  if (!row) return null;
  const { visitor, by, contactName } = row;
  const isOpen = visitor.state === "waiting";
  const { words, near, candidates, found } = await together({
    words: wordsOf(context, id),
    near: isOpen ? contactsNear(context, visitor) : [],
    candidates: isOpen ? companiesLike(context, visitor) : [],
    found: isOpen && q !== "" ? companiesFound(context, visitor.brand, q) : [],
  });
  const { brand, name, email, company, source, state, phone, createdAt, confirmedAt, decidedAt, sentence } = visitor;
  return {
    ...{ id, brand, name, email, company, source, state, phone, since: when(createdAt, zone) },
    confirmed: confirmedAt && when(confirmedAt, zone),
    decided: decidedAt && { when: when(decidedAt, zone), by, sentence },
    contact: visitor.contactId !== null && contactName !== null ? { id: visitor.contactId, name: contactName } : null,
    words: words.map(({ createdAt: at, ...written }) => ({ ...written, when: when(at, zone) })),
    suggestions: suggestCompanies(visitor, candidates, near),
    likely: likelyContacts(visitor, near),
    found,
  };
}

function wordsOf({ viewer, db }: Context<StaffViewer>, visitorId: string) {
  return db
    .select({
      id: connectRequests.id,
      createdAt: connectRequests.createdAt,
      name: connectRequests.name,
      company: connectRequests.company,
      phone: connectRequests.phone,
      need: connectRequests.need,
    })
    .from(connectRequests)
    .where(and(visibleConnectRequests(viewer), eq(connectRequests.visitorId, visitorId)))
    .orderBy(desc(connectRequests.createdAt), desc(connectRequests.id))
    .limit(MOST_WORDS);
}

type Visitor = typeof visitors.$inferSelect;

const CANDIDATE = {
  id: companies.id,
  name: companies.name,
  city: companies.city,
  mailDomains: companies.mailDomains,
};

async function contactsNear({ viewer, db }: Context<StaffViewer>, visitor: Visitor): Promise<NearContact[]> {
  const byDomain = firmDomainOf(visitor.email) !== null;
  const rows = await db
    .select({
      id: contacts.id,
      name: contacts.name,
      email: contacts.email,
      closedAt: contacts.closedAt,
      company: CANDIDATE,
    })
    .from(contacts)
    .leftJoin(
      companies,
      and(visibleCompanies(viewer), eq(companies.id, contacts.primaryCompanyId), isNull(companies.closedAt)),
    )
    .where(
      and(
        visibleContacts(viewer),
        sql`${contacts.id} = any (array(select contacts_near(${visitor.id}::uuid, ${byDomain}::boolean)))`,
      ),
    );
  return rows.map(({ closedAt, ...contact }) => ({ ...contact, isClosed: closedAt !== null }));
}

/** A name may match in many ways, and rules judge which matter. */
const MOST_CANDIDATES = 60;

function companiesLike({ viewer, db }: Context<StaffViewer>, visitor: Visitor): Promise<CompanyCandidate[]> {
  const domain = firmDomainOf(visitor.email);
  const told = nameWords(visitor.company)
    .filter((word) => word.length >= 4)
    .slice(0, 4);
  const alike = [
    domain === null ? undefined : sql`${companies.mailDomains} @> array[${domain}]::text[]`,
    ...told.map((word) => ilike(companies.name, likePattern(word))),
  ].filter((condition) => condition !== undefined);
  if (alike.length === 0) return Promise.resolve([]);
  return db
    .select(CANDIDATE)
    .from(companies)
    .where(and(visibleCompanies(viewer), ofBrand(visitor.brand), or(...alike)))
    .orderBy(domain === null ? asc(companies.name) : desc(sql`${companies.mailDomains} @> array[${domain}]::text[]`))
    .limit(MOST_CANDIDATES);
}

const ofBrand = (brand: string) => and(eq(companies.brand, brand), isNull(companies.closedAt));

const MOST_FOUND = 10;

function companiesFound({ viewer, db }: Context<StaffViewer>, brand: string, q: string): Promise<CompanyCandidate[]> {
  const named = searchWords(q).map((word) => ilike(companies.name, likePattern(word)));
  return db
    .select(CANDIDATE)
    .from(companies)
    .where(and(visibleCompanies(viewer), ofBrand(brand), ...named))
    .orderBy(asc(companies.name), asc(companies.id))
    .limit(MOST_FOUND);
}
