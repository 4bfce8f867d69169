import { and, asc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { cases, companies, staff, threadReads } from "@/db/schema";
import type { CaseStatus, CloseReason, Severity } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { businessInstant, businessNow, formatInstant } from "@/lib/kit/time";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { type AnswerClock, answerClock } from "@/lib/threads/answer-clock/rules";
import { CASE_ORDERS, type CasePage, matching, readCasePage } from "@/lib/threads/cases/paging/queries";
import { caseColumns, readTargets } from "@/lib/threads/cases/queries";
import { visibleCases } from "@/lib/threads/policy";
import type { Reader } from "@/lib/threads/queries";
import type { StaffCaseFilters } from "./schema";

export interface StaffCaseRow {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly brand: string;
  readonly company: { readonly id: string; readonly name: string };
  readonly product: string;
  readonly severity: Severity;
  readonly status: CaseStatus;
  readonly closeReason: CloseReason | null;
  readonly assignee: { readonly id: string; readonly name: string; readonly isMe: boolean } | null;
  /** Null: the firm owes no answer. */
  readonly clock: AnswerClock | null;
  /** A client has written since the reader last looked. */
  readonly unread: boolean;
  readonly activeAt: string;
  readonly activeWhen: string;
}

export interface StaffCaseList extends Omit<CasePage, "ids"> {
  readonly rows: readonly StaffCaseRow[];
}

/** By system time, as the column is. */
const isLate = sql`(${cases.status} <> 'closed' and ${cases.answerDueAt} < clock_timestamp())`;
const isOpen = ne(cases.status, "closed");

function isUnread({ staffId }: StaffViewer): SQL {
  return sql`(${cases.lastAuthorKind} = 'contact' and not exists (
    select 1 from ${threadReads} where ${threadReads.threadId} = ${cases.id} and ${threadReads.readerKind} = 'staff'
      and ${threadReads.readerId} = ${staffId}::uuid and ${threadReads.readAt} >= ${cases.lastMessageAt}))`;
}

function assignedTo(viewer: StaffViewer, assignee: string): SQL {
  if (assignee === "nobody") return isNull(cases.assigneeId);
  return eq(cases.assigneeId, assignee === "me" ? viewer.staffId : assignee);
}

function filtered(viewer: StaffViewer, filters: StaffCaseFilters): SQL | undefined {
  // A search looks for a case, wherever it stands.
  const everything = filters.q !== "" && filters.status === null;
  return and(
    filters.status ? eq(cases.status, filters.status) : everything ? undefined : isOpen,
    filters.late ? isLate : undefined,
    filters.brand ? eq(cases.brand, filters.brand) : undefined,
    filters.severity ? eq(cases.severity, filters.severity) : undefined,
    filters.product ? eq(cases.product, filters.product) : undefined,
    filters.assignee ? assignedTo(viewer, filters.assignee) : undefined,
    filters.company ? eq(cases.companyId, filters.company) : undefined,
    matching(filters.q),
  );
}

/** One page of the queue with the count of the whole filtered set: one snapshot. `brands`: with the calendars of the clocks. */
export async function listStaffCases(
  context: Context<StaffViewer>,
  filters: StaffCaseFilters,
  brands: readonly Brand[],
  reader: Reader,
): Promise<StaffCaseList> {
  const { ids, ...page } = await readCasePage(
    context,
    filtered(context.viewer, filters),
    { ...CASE_ORDERS[filters.sort], sort: filters.sort },
    filters.cursor,
  );
  return { ...page, rows: await readRows(context, ids, brands, reader) };
}

async function readRows(
  context: Context<StaffViewer>,
  ids: readonly string[],
  brands: readonly Brand[],
  reader: Reader,
): Promise<StaffCaseRow[]> {
  if (ids.length === 0) return [];
  const { viewer, db } = context;
  const stored = await db
    .select({
      row: caseColumns,
      companyName: companies.name,
      assigneeName: staff.name,
      unread: sql<boolean>`${isUnread(viewer)}`,
    })
    .from(cases)
    .innerJoin(companies, and(eq(companies.id, cases.companyId), visibleCompanies(viewer)))
    .leftJoin(staff, eq(staff.id, cases.assigneeId))
    .where(and(visibleCases(viewer), inArray(cases.id, [...ids])));
  const clockOf = await clocks(
    context,
    stored.map(({ row }) => row.brand),
    brands,
    reader,
  );
  const rows = stored.map(({ row, companyName, assigneeName, unread }): StaffCaseRow => {
    const active = businessInstant(row.activeAt);
    return {
      id: row.id,
      number: row.number,
      subject: row.subject,
      brand: row.brand,
      company: { id: row.companyId, name: companyName },
      product: [row.product, row.productVersion].filter(Boolean).join(" "),
      severity: row.severity,
      status: row.status,
      closeReason: row.closeReason,
      assignee: row.assigneeId
        ? { id: row.assigneeId, name: assigneeName ?? "", isMe: row.assigneeId === viewer.staffId }
        : null,
      clock: clockOf(row),
      unread,
      activeAt: active.toString(),
      activeWhen: formatInstant(active, reader.zone),
    };
  });
  const place = new Map(ids.map((id, index) => [id, index]));
  return rows.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

type Owing = Pick<typeof cases.$inferSelect, "brand" | "severity" | "answerDueAt">;

/** Answers the clock of a case of one of these brands; null where nothing is owed. */
export async function clocks(
  context: Context<StaffViewer>,
  brandKeys: readonly string[],
  brands: readonly Brand[],
  reader: Reader,
): Promise<(row: Owing) => AnswerClock | null> {
  const targets = new Map<string, Record<Severity, number>>();
  for (const key of new Set(brandKeys)) targets.set(key, await readTargets(context, key));
  const now = businessNow();
  return ({ brand: key, severity, answerDueAt }) => {
    const calendar = brands.find((brand) => brand.key === key)?.chatCalendar;
    const target = targets.get(key)?.[severity];
    if (!answerDueAt || !calendar || target === undefined) return null;
    const due = businessInstant(Temporal.Instant.fromEpochMilliseconds(answerDueAt.getTime()));
    return answerClock({ calendar, due, now, target, zone: reader.zone });
  };
}

export interface StaffCaseCounts {
  readonly open: number;
  readonly unassigned: number;
  readonly late: number;
  readonly mine: number;
  /** Of mine, those in which a client has written since the reader last looked. */
  readonly unread: number;
}

/** The reader's open cases in numbers: of all their brands. */
export async function countStaffCases({ viewer, db }: Context<StaffViewer>): Promise<StaffCaseCounts> {
  const mine = eq(cases.assigneeId, viewer.staffId);
  const [row] = await db
    .select({
      open: sql`count(*)`.mapWith(Number),
      unassigned: sql`count(*) filter (where ${cases.assigneeId} is null)`.mapWith(Number),
      late: sql`count(*) filter (where ${isLate})`.mapWith(Number),
      mine: sql`count(*) filter (where ${mine})`.mapWith(Number),
      unread: sql`count(*) filter (where ${mine} and ${isUnread(viewer)})`.mapWith(Number),
    })
    .from(cases)
    .where(and(visibleCases(viewer), isOpen));
  return row ?? { open: 0, unassigned: 0, late: 0, mine: 0, unread: 0 };
}

export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** Companies with an open case, and `chosen` in any case: what the filter offers. */
export async function listCaseCompanyChoices(
  { viewer, db }: Context<StaffViewer>,
  chosen: string | null,
): Promise<Choice[]> {
  const withOpenCases = sql`${companies.id} in (select ${cases.companyId} from ${cases} where ${visibleCases(viewer)} and ${isOpen})`;
  const which = chosen ? sql`(${withOpenCases} or ${companies.id} = ${chosen}::uuid)` : withOpenCases;
  return db
    .select({ id: companies.id, name: companies.name })
    .from(companies)
    .where(and(visibleCompanies(viewer), which))
    .orderBy(asc(sql`lower(${companies.name})`), asc(companies.id));
}

/** Products that open cases are about, and `chosen` in any case. */
export async function listCaseProductChoices(
  { viewer, db }: Context<StaffViewer>,
  chosen: string | null,
): Promise<string[]> {
  const rows = await db
    .selectDistinct({ product: cases.product })
    .from(cases)
    .where(and(visibleCases(viewer), isOpen));
  return [...new Set([...rows.map((row) => row.product), ...(chosen ? [chosen] : [])])].sort((a, b) =>
    a.localeCompare(b, "en"),
  );
}
