import { and, eq, gte, inArray, isNotNull, lte, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { plannedAnew } from "@/db/plans";
import { accountTeamMembers, agreements, companies, requests, staff, threads } from "@/db/schema";
import type { AgreementKind, RequestStatus } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { worksRequests } from "@/lib/gate/rights";
import { type KeysetOrder, type ListPage, readKeysetPage, type Slice, sliceBeside } from "@/lib/kit/lists/page";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import { type Money, money } from "@/lib/kit/money";
import { addDays, businessToday, daysBetween } from "@/lib/kit/time";
import { visibleAccountTeam } from "@/lib/people/account-team/policy";
import { visibleManagers } from "@/lib/people/account-team/staff/policy";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { visibleCompanies, visibleCompanyRows } from "@/lib/people/companies/policy";
import type { Looked } from "@/lib/people/looks/service";
import { visibleThreads } from "@/lib/threads/policy";
import { PAGE_SIZE } from "@/lib/threads/schema";
import { parseRenewalFilters, type RenewalCursor, type RenewalFilters } from "./schema";

/** An agreement in the list of renewals. Seats and value are for staff only. */
export interface Renewal {
  readonly id: string;
  readonly brand: string;
  readonly company: { readonly id: string; readonly name: string };
  readonly kind: AgreementKind;
  readonly product: string;
  readonly startsOn: string;
  readonly endsOn: string;
  /** `YYYY-MM-DD` in the brand's zone. */
  readonly today: string;
  /** Days until its end; negative once it has ended. */
  readonly daysLeft: number;
  readonly seats: number | null;
  readonly value: Money | null;
  /**
   * Names of the company's account managers or, where it has none, of its subscription managers; empty without either.
   */
  readonly owner: string;
  /** The same, each with the id of their page in the team where the viewer may open it. */
  readonly owners: readonly RenewalOwner[];
  /** The newest request about its renewal. */
  readonly talk: { readonly number: string; readonly status: RequestStatus } | null;
  /** The end of a later term of the same thing, where one has been agreed. */
  readonly renewedUntil: string | null;
}

interface RenewalOwner {
  readonly name: string;
  readonly page: string | null;
}

type RenewalList = ListPage<Renewal, RenewalCursor>;

const DAYS_BACK = 90;
const DAYS_AHEAD = 180;
/** The most days that a term and the next one may have in common. */
const OVERLAP_DAYS = 31;

/** The first and the last day on which agreements in a window end, on `today`; null for all. */
function ends(window: RenewalFilters["window"], today: string): readonly [string, string] | null {
  if (window === "all") return null;
  if (window === "usual") return [addDays(today, -DAYS_BACK), addDays(today, DAYS_AHEAD)];
  if (window === "ended") return [addDays(today, -DAYS_BACK), addDays(today, -1)];
  return [today, addDays(today, Number(window))];
}

/** The agreement ends within the window, counted from the current day in its brand's zone. */
function within(window: RenewalFilters["window"], brands: readonly Brand[]): SQL | undefined {
  return or(
    sql`false`,
    ...brands.map((brand) => {
      const days = ends(window, businessToday(brand.zone));
      return and(
        eq(agreements.brand, brand.key),
        days ? and(gte(agreements.endsOn, days[0]), lte(agreements.endsOn, days[1])) : undefined,
      );
    }),
  );
}

const MANAGERS = ["account_manager", "subscription_manager"] as const;

/** Has the company an account or subscription manager on its account team? With `which`, one who matches it. */
const isManaged = (viewer: StaffViewer, which?: SQL): SQL =>
  sql`exists (select 1 from ${accountTeamMembers} where ${and(
    visibleAccountTeam(viewer),
    sql`${accountTeamMembers.companyId} = ${agreements.companyId}`,
    inArray(accountTeamMembers.role, [...MANAGERS]),
    which,
  )})`;

const owners = (viewer: StaffViewer) => sql<RenewalOwner[] | null>`(select json_agg(json_build_object(
    'name', m.name, 'page', (select ${staff.id} from ${staff} where ${and(visibleManagers(viewer), sql`${staff.id} = m.staff_id`)})
  ) order by m.name) from (
  select ${accountTeamMembers.name} as name, ${accountTeamMembers.staffId} as staff_id, ${accountTeamMembers.role} as role,
    min(${accountTeamMembers.role}) over () as first_role from ${accountTeamMembers} where ${and(
      visibleAccountTeam(viewer),
      sql`${accountTeamMembers.companyId} = ${agreements.companyId}`,
      inArray(accountTeamMembers.role, [...MANAGERS]),
    )}) m where m.role = m.first_role)`;

/** Topics of the requests that are about a renewal. */
export const RENEWAL_TOPICS = ["renewal", "support_agreement"] as const;

/** Number or status (`what`) of the newest request about the renewal of the agreement. */
const talk = (viewer: StaffViewer, what: SQL) =>
  sql`(select ${what} from ${requests} join ${threads} on ${threads.id} = ${requests.id} where ${and(
    visibleThreads(viewer, "request"),
    sql`${requests.agreementId} = ${agreements.id}`,
    inArray(threads.topic, [...RENEWAL_TOPICS]),
  )} order by ${threads.createdAt} desc, ${threads.id} desc limit 1)`;

const later = alias(agreements, "later");

const renewedUntil = (viewer: StaffViewer) => sql<
  string | null
>`(select max(later.ends_on)::text from ${agreements} ${later}
  where ${visibleCompanyRows(viewer, later)} and later.company_id = ${agreements.companyId} and later.brand = ${agreements.brand}
    and later.state = 'active' and later.kind = ${agreements.kind}
    and (later.kind = 'support' or later.product = ${agreements.product})
    and later.starts_on > ${agreements.startsOn} and later.ends_on > ${agreements.endsOn}
    and later.starts_on > ${agreements.endsOn} - ${OVERLAP_DAYS}::int)`;

function talkIs(viewer: StaffViewer, state: RenewalFilters["talk"]): SQL | undefined {
  if (state === null) return undefined;
  const status = talk(viewer, sql`${threads.status}`);
  if (state === "none") return sql`${status} is null`;
  if (state === "due") return sql`(${status} is null and ${renewedUntil(viewer)} is null)`;
  return state === "open" ? sql`${status} <> 'closed'` : sql`${status} = 'closed'`;
}

function filtered(viewer: StaffViewer, filters: RenewalFilters, brands: readonly Brand[]): SQL | undefined {
  if (!worksRequests(viewer)) return sql`false`;
  return and(
    // A cancelled agreement is not up for renewal.
    eq(agreements.state, "active"),
    within(filters.window, brands),
    filters.brand ? eq(agreements.brand, filters.brand) : undefined,
    filters.owner === "me" ? isManaged(viewer, eq(accountTeamMembers.staffId, viewer.staffId)) : undefined,
    filters.owner === "nobody" ? sql`not ${isManaged(viewer)}` : undefined,
    talkIs(viewer, filters.talk),
    ...searchWords(filters.q).map((word) => {
      const pattern = likePattern(word);
      return sql`(${companies.name} ilike ${pattern} or ${agreements.product} ilike ${pattern})`;
    }),
    plannedAnew,
  );
}

const ORDER: KeysetOrder<RenewalCursor> = {
  keys: { endsOn: [agreements.endsOn, "date"], id: [agreements.id, "uuid"] },
  descending: false,
};

const ofCompany = (viewer: StaffViewer) => and(eq(companies.id, agreements.companyId), visibleCompanies(viewer));

const columns = (viewer: StaffViewer) => ({
  id: agreements.id,
  brand: agreements.brand,
  companyId: agreements.companyId,
  companyName: companies.name,
  kind: agreements.kind,
  product: agreements.product,
  startsOn: agreements.startsOn,
  endsOn: agreements.endsOn,
  seats: agreements.seats,
  valueMinor: agreements.valueMinor,
  currency: agreements.currency,
  owners: owners(viewer),
  talkNumber: talk(viewer, sql`${threads.number}`).mapWith(threads.number),
  talkStatus: talk(viewer, sql`${threads.status}`).mapWith(threads.status),
  renewedUntil: renewedUntil(viewer),
});

async function readPage({ viewer, db }: Context<StaffViewer>, where: SQL | undefined, slice: Slice) {
  return db
    .select(columns(viewer))
    .from(agreements)
    .innerJoin(companies, ofCompany(viewer))
    .where(and(visibleAgreements(viewer), where, slice.where))
    .orderBy(...slice.orderBy)
    .limit(slice.limit);
}

type Stored = Awaited<ReturnType<typeof readPage>>[number];

const place = ({ endsOn, id }: Stored, side: RenewalCursor["side"]): RenewalCursor => ({ side, endsOn, id });

function renewal(row: Stored, brands: readonly Brand[]): Renewal {
  const today = businessToday(brands.find(({ key }) => key === row.brand)?.zone ?? "UTC");
  return {
    id: row.id,
    brand: row.brand,
    company: { id: row.companyId, name: row.companyName },
    kind: row.kind,
    product: row.product,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    today,
    daysLeft: daysBetween(today, row.endsOn),
    seats: row.seats,
    value: row.valueMinor !== null && row.currency ? money(row.valueMinor, row.currency) : null,
    owner: row.owners?.map(({ name }) => name).join(", ") ?? "",
    owners: row.owners ?? [],
    talk: row.talkNumber && row.talkStatus ? { number: row.talkNumber, status: row.talkStatus } : null,
    renewedUntil: row.renewedUntil,
  };
}

/**
 * One page of agreements by their end with the count of the whole filtered set, both from one snapshot. A cursor beyond
 * the list shows the first page. `brands`: those of the deployment, whose zones say which day it is.
 */
export async function listRenewals(
  context: Context<StaffViewer>,
  filters: RenewalFilters,
  brands: readonly Brand[],
): Promise<RenewalList> {
  const { viewer, db } = context;
  const where = filtered(viewer, filters, brands);
  const { page } = await readKeysetPage({
    size: PAGE_SIZE,
    order: ORDER,
    cursor: filters.cursor,
    rows: (slice) => readPage(context, where, slice),
    place,
    totals: (counts) =>
      db
        .select(counts)
        .from(agreements)
        .innerJoin(companies, ofCompany(viewer))
        .where(and(visibleAgreements(viewer), where)),
  });
  return { ...page, rows: page.rows.map((row) => renewal(row, brands)) };
}

const DUE = parseRenewalFilters({ window: "30", talk: "due" });

/**
 * Agreements that end within 30 days, are not renewed and about which nobody has asked: the first `limit` of them by
 * their end, and how many there are.
 */
export async function listRenewalsDue(
  { viewer, db }: Context<StaffViewer>,
  brands: readonly Brand[],
  limit: number,
): Promise<{ rows: Renewal[]; count: number }> {
  const rows = await db
    .select({ ...columns(viewer), count: sql`count(*) over ()`.mapWith(Number) })
    .from(agreements)
    .innerJoin(companies, ofCompany(viewer))
    .where(and(visibleAgreements(viewer), filtered(viewer, DUE, brands)))
    .orderBy(agreements.endsOn, agreements.id)
    .limit(limit);
  return { rows: rows.map((row) => renewal(row, brands)), count: rows[0]?.count ?? 0 };
}

/**
 * Every agreement of the filtered list in its order, from the first one on wherever the cursor is, from one snapshot.
 */
export async function* exportRenewals(
  context: Context<StaffViewer>,
  filters: RenewalFilters,
  brands: readonly Brand[],
  rowsARead = 500,
): AsyncGenerator<Renewal> {
  const where = filtered(context.viewer, filters, brands);
  let cursor: RenewalCursor | null = null;
  for (;;) {
    const stored: Stored[] = await readPage(context, where, sliceBeside(ORDER, cursor, rowsARead));
    for (const row of stored) yield renewal(row, brands);
    const last = stored.at(-1);
    if (!last || stored.length < rowsARead) return;
    cursor = place(last, "after");
  }
}

/** The companies of whose agreements the filtered list shows the value, each once. */
export async function lookedOfRenewals(
  { viewer, db }: Context<StaffViewer>,
  filters: RenewalFilters,
  brands: readonly Brand[],
): Promise<Looked[]> {
  const rows = await db
    .selectDistinct({ brand: agreements.brand, companyId: agreements.companyId })
    .from(agreements)
    .innerJoin(companies, ofCompany(viewer))
    .where(and(visibleAgreements(viewer), filtered(viewer, filters, brands), isNotNull(agreements.valueMinor)));
  return rows.map((row): Looked => ({ ...row, kinds: ["money"] }));
}
