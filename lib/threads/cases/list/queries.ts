import { and, eq, inArray, ne, or, type SQL, sql } from "drizzle-orm";
import { cases, threadReads } from "@/db/schema";
import type { CaseStatus, CloseReason, Severity } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import { CASE_ORDERS, type CasePage, matching, readCasePage } from "@/lib/threads/cases/paging/queries";
import { caseColumns, listCaseCompanies } from "@/lib/threads/cases/queries";
import type { CaseFilters } from "@/lib/threads/cases/schema";
import { visibleCases } from "@/lib/threads/policy";
import type { Reader } from "@/lib/threads/queries";

export interface CaseRow {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly companyName: string;
  readonly product: string;
  readonly severity: Severity;
  readonly status: CaseStatus;
  readonly closeReason: CloseReason | null;
  readonly filedByName: string;
  readonly filedByMe: boolean;
  /** Somebody else has written since the reader last looked. */
  readonly unread: boolean;
  readonly filedWhen: string;
  readonly activeAt: string;
  readonly activeWhen: string;
}

export interface CaseList extends Omit<CasePage, "ids"> {
  readonly rows: readonly CaseRow[];
}

/** A message of somebody else that came after the contact last read the thread. */
function isUnread({ contactId }: ClientViewer): SQL {
  return sql`(not (${cases.lastAuthorKind} = 'contact' and ${cases.lastAuthorId} = ${contactId}::uuid) and not exists (
    select 1 from ${threadReads} where ${threadReads.threadId} = ${cases.id} and ${threadReads.readerKind} = 'contact'
      and ${threadReads.readerId} = ${contactId}::uuid and ${threadReads.readAt} >= ${cases.lastMessageAt}))`;
}

function mine({ contactId }: ClientViewer): SQL | undefined {
  return or(eq(cases.filedBy, contactId), sql`${cases.id} in (select thread_id from threads_taken_part())`);
}

function filtered(viewer: ClientViewer, filters: CaseFilters): SQL | undefined {
  return and(
    filters.tab === "historical" ? eq(cases.status, "closed") : ne(cases.status, "closed"),
    filters.status ? eq(cases.status, filters.status) : undefined,
    filters.company ? eq(cases.companyId, filters.company) : undefined,
    filters.product ? eq(cases.product, filters.product) : undefined,
    filters.severity ? eq(cases.severity, filters.severity) : undefined,
    filters.mine ? mine(viewer) : undefined,
    matching(filters.q),
  );
}

/** One page of a client's list with the count of the whole filtered set: one snapshot. */
export async function listCases(
  context: Context<ClientViewer>,
  filters: CaseFilters,
  reader: Reader,
): Promise<CaseList> {
  const { viewer } = context;
  // Closed cases wait on nobody: by what happened last.
  const order =
    filters.tab === "historical" && filters.sort === "activity" ? CASE_ORDERS.latest : CASE_ORDERS[filters.sort];
  const { ids, ...page } = await readCasePage(
    context,
    filtered(viewer, filters),
    { ...order, sort: filters.sort },
    filters.cursor,
  );
  return { ...page, rows: await readRows(context, ids, reader) };
}

async function readRows(context: Context<ClientViewer>, ids: readonly string[], reader: Reader): Promise<CaseRow[]> {
  if (ids.length === 0) return [];
  const { viewer, db } = context;
  const names = new Map((await listCaseCompanies(context)).map((company) => [company.id, company.name]));
  const stored = await db
    .select({ row: caseColumns, unread: sql<boolean>`${isUnread(viewer)}` })
    .from(cases)
    .where(and(visibleCases(viewer), inArray(cases.id, [...ids])));
  const rows = stored.map(({ row, unread }): CaseRow => {
    const active = businessInstant(row.activeAt);
    return {
      id: row.id,
      number: row.number,
      subject: row.subject,
      companyName: names.get(row.companyId) ?? "",
      product: row.product,
      severity: row.severity,
      status: row.status,
      closeReason: row.closeReason,
      filedByName: row.filedByName,
      filedByMe: row.filedBy === viewer.contactId,
      unread,
      filedWhen: formatInstant(businessInstant(row.createdAt), reader.zone),
      activeAt: active.toString(),
      activeWhen: formatInstant(active, reader.zone),
    };
  });
  const place = new Map(ids.map((id, index) => [id, index]));
  return rows.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

export interface CaseCounts {
  readonly current: number;
  readonly historical: number;
  readonly waiting: number;
  readonly unread: number;
}

/**
 * How many cases the reader has in each room, whatever the filters. `unread` are those they filed or take part in: who
 * may see all of a company's cases is not asked to read them all.
 */
export async function countCases({ viewer, db }: Context<ClientViewer>): Promise<CaseCounts> {
  const [row] = await db
    .select({
      current: sql`count(*) filter (where ${cases.status} <> 'closed')`.mapWith(Number),
      historical: sql`count(*) filter (where ${cases.status} = 'closed')`.mapWith(Number),
      waiting: sql`count(*) filter (where ${cases.status} = 'waiting_on_you')`.mapWith(Number),
      unread: sql`count(*) filter (where ${mine(viewer)} and ${isUnread(viewer)})`.mapWith(Number),
    })
    .from(cases)
    .where(visibleCases(viewer));
  return row ?? { current: 0, historical: 0, waiting: 0, unread: 0 };
}

/** What asks for the reader: cases that wait on the client, then their own unread ones; at most `limit` of each. */
export async function listWaitingAndUnread(
  context: Context<ClientViewer>,
  reader: Reader,
  limit: number,
): Promise<{ waiting: CaseRow[]; unread: CaseRow[] }> {
  const { viewer, db } = context;
  const pick = async (where: SQL | undefined) => {
    const rows = await db
      .select({ id: cases.id })
      .from(cases)
      .where(and(visibleCases(viewer), where))
      .orderBy(sql`${cases.activeAt} desc, ${cases.id} desc`)
      .limit(limit);
    return readRows(
      context,
      rows.map((row) => row.id),
      reader,
    );
  };
  return {
    waiting: await pick(eq(cases.status, "waiting_on_you")),
    unread: await pick(and(ne(cases.status, "waiting_on_you"), mine(viewer), isUnread(viewer))),
  };
}

/** Products that the reader's cases are about, for the filter. */
export async function listCaseProducts({ viewer, db }: Context<ClientViewer>): Promise<string[]> {
  const rows = await db
    .selectDistinct({ product: cases.product })
    .from(cases)
    .where(visibleCases(viewer))
    .orderBy(cases.product);
  return rows.map((row) => row.product);
}
