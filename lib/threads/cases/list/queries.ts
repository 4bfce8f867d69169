import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { plannedAnew } from "@/db/plans";
import { cases, threads } from "@/db/schema";
import type { CaseStatus, CloseReason, Severity } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { type ListTime, listTime } from "@/lib/kit/list-time";
import type { ListPage } from "@/lib/kit/lists/page";
import type { Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { type CaseRecord, caseColumns, listCaseCompanies } from "@/lib/threads/cases/queries";
import type { CaseFilters, CaseSort } from "@/lib/threads/cases/schema";
import {
  activity,
  countThreads,
  inOrderOf,
  isNews,
  isOpen,
  type ListedThread,
  matching,
  readThreadIds,
  THREAD_ORDERS,
  type ThreadOrder,
  takesPart,
  waitsOnClient,
} from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";
import type { ThreadCursor } from "@/lib/threads/schema";

export interface CaseRow extends ListedThread {
  readonly id: string;
  readonly companyName: string;
  readonly product: string;
  readonly severity: Severity;
  readonly status: CaseStatus;
  readonly closeReason: CloseReason | null;
  readonly filedByName: string;
  readonly filedByMe: boolean;
  readonly filed: ListTime;
}

export type CaseList = ListPage<CaseRow, ThreadCursor>;

function filtered(viewer: ClientViewer, filters: CaseFilters): SQL | undefined {
  return and(
    filters.tab === "historical" ? eq(threads.status, "closed") : isOpen,
    filters.status ? eq(threads.status, filters.status) : undefined,
    filters.company ? eq(threads.companyId, filters.company) : undefined,
    filters.product ? eq(threads.product, filters.product) : undefined,
    filters.severity ? eq(threads.severity, filters.severity) : undefined,
    filters.mine ? takesPart(viewer) : undefined,
    matching(filters.q, ["case"]),
  );
}

/** The most severe first; of one severity, the latest activity first. */
export const BY_SEVERITY: ThreadOrder = {
  ...THREAD_ORDERS.latest,
  rank: sql`case ${threads.severity} when 'production_stopped' then 2 when 'impaired' then 1 else 0 end`,
};

const ORDERS: Readonly<Record<CaseSort, ThreadOrder>> = {
  waiting: THREAD_ORDERS.waiting,
  activity: THREAD_ORDERS.latest,
  severity: BY_SEVERITY,
  filed: THREAD_ORDERS.oldest,
  "-filed": THREAD_ORDERS.newest,
};

/** One page of a client's list with the count of the whole filtered set, both from one snapshot. */
export async function listCases(context: Context<ClientViewer>, filters: CaseFilters, local: Zoned): Promise<CaseList> {
  const { sort, cursor } = filters;
  const page = await readThreadIds(context, {
    isSearch: filters.q !== "",
    ...{ kind: "case", sort, cursor, where: filtered(context.viewer, filters) },
    order: ORDERS[sort],
  });
  const rows = page.rows.length > 0 ? await readRows(context, inArray(threads.id, [...page.rows]), local) : [];
  return { ...page, rows: inOrderOf(page.rows, rows) };
}

/** Rows of the list in no order. */
async function readRows(context: Context<ClientViewer>, which: SQL, local: Zoned): Promise<CaseRow[]> {
  const { viewer, db } = context;
  const { companies, stored } = await together({
    companies: listCaseCompanies(context),
    stored: db
      .select({ ...caseColumns, unread: sql<boolean>`${isNews(viewer, "case")}` })
      .from(threads)
      .innerJoin(cases, eq(cases.id, threads.id))
      .where(and(visibleThreads(viewer, "case"), which)),
  });
  const names = new Map(companies.map((company) => [company.id, company.name]));
  return (stored as (CaseRecord & { unread: boolean })[]).map(
    (row): CaseRow => ({
      id: row.id,
      number: row.number,
      subject: row.subject,
      companyName: names.get(row.companyId) ?? "",
      product: row.product,
      severity: row.severity,
      status: row.status,
      closeReason: row.closeReason,
      filedByName: row.openedByName,
      filedByMe: row.openedBy === viewer.contactId,
      unread: row.unread,
      filed: listTime(row.createdAt, local.zone),
      ...activity(row, local),
    }),
  );
}

export interface CaseCounts {
  readonly current: number;
  readonly historical: number;
  readonly waiting: number;
  readonly unread: number;
  readonly calling: number;
}

/**
 * How many cases the viewer sees on each tab, whatever the filters. `unread` counts only cases that they filed or take
 * part in, because a contact who may see all of a company's cases is not expected to read them all.
 */
export async function countCases(context: Context<ClientViewer>): Promise<CaseCounts> {
  const { open, closed, ...rest } = await countThreads(context, "case");
  return { current: open, historical: closed, ...rest };
}

/**
 * Cases that need the viewer's attention: those that wait on the client, and unread ones among the others that the
 * viewer filed or takes part in; at most `limit` of each.
 */
export async function listWaitingAndUnread(
  context: Context<ClientViewer>,
  local: Zoned,
  limit: number,
): Promise<{ waiting: CaseRow[]; unread: CaseRow[] }> {
  const { viewer, db } = context;
  const pick = (where: SQL | undefined) =>
    db
      .select({ id: threads.id })
      .from(threads)
      .where(and(visibleThreads(viewer, "case"), where))
      .orderBy(sql`${threads.activeAt} desc, ${threads.id} desc`)
      .limit(limit);
  // PostgreSQL's plan for any contact would read all cases of a large company, so the query is planned for the values
  // of a contact who may see them all. For a contact who sees only their own, the plan for any contact is better.
  const plan = viewer.rights.cases === "company" ? plannedAnew : undefined;
  const waiting = pick(waitsOnClient);
  const unread = pick(and(sql`not ${waitsOnClient}`, isNews(viewer, "case"), plan));
  const rows = await readRows(context, inArray(threads.id, unionAll(waiting, unread)), local);
  const age = (row: CaseRow) => -Date.parse(row.activeAt);
  rows.sort((a, b) => age(a) - age(b) || (a.id < b.id ? 1 : -1));
  const waits = ({ status }: CaseRow) => status === "waiting_on_you";
  return { waiting: rows.filter(waits), unread: rows.filter((row) => !waits(row)) };
}

/** Products that the viewer's cases are about, for the filter. */
export async function listCaseProducts({ viewer, db }: Context<ClientViewer>): Promise<string[]> {
  const rows = await db
    .selectDistinct({ product: threads.product })
    .from(threads)
    .where(visibleThreads(viewer, "case"))
    .orderBy(threads.product);
  return rows.flatMap(({ product }) => product ?? []);
}
