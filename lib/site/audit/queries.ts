import { and, desc, eq, gte, ilike, inArray, lt, or, type SQL, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { inOneStatement } from "@/db/one-statement";
import { auditEvents, contacts, staff } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { readsAudit, visibleAuditEvents } from "@/lib/gate/audit/policy";
import { type KeysetOrder, type ListPage, readKeysetPage, type Slice, sliceBeside } from "@/lib/kit/lists/page";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import { addDays, businessInstant, systemInstant, systemNow, type Zoned } from "@/lib/kit/time";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { visibleActors } from "./policy";
import { findRecordIds, type RecordPlace, readPlaces } from "./records/queries";
import { type AuditFact, actLabel, factsOf, idsIn, PERIOD_DAYS } from "./rules";
import { AUDIT_PAGE_SIZE, type AuditCursor, type AuditFilters } from "./schema";

/** A line of the audit log. */
export interface AuditRow {
  readonly id: string;
  readonly brand: string | null;
  /** ISO, business time. */
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  /** Name of the person who did it, or "The portal", "A visitor" or "Unknown" if no person is known. */
  readonly actor: string;
  /** The stored word, such as `case.closed`. */
  readonly action: string;
  readonly act: string;
  readonly record: RecordPlace | null;
  readonly facts: readonly AuditFact[];
}

type Looking = Context<StaffViewer>;

const WITHOUT_ACCOUNT: Readonly<Record<string, string>> = { system: "The portal", visitor: "A visitor" };

const ORDER: KeysetOrder<AuditCursor> = {
  keys: { at: [auditEvents.at, "timestamptz"], id: [auditEvents.id, "uuid"] },
  descending: true,
};

/** The most people that a search by name may mean. Beyond that the words are too few to mean anybody. */
const MOST_PEOPLE = 500;

/** Ids of the people of both sides in whose name or address every word of a search is found. */
async function findPeople({ viewer, db }: Looking, q: string): Promise<string[]> {
  const words = searchWords(q);
  const has = (table: typeof staff | typeof contacts) =>
    and(...words.map((word) => or(ilike(table.name, likePattern(word)), ilike(table.email, likePattern(word)))));
  const [members, clients] = await Promise.all([
    db
      .select({ id: staff.id })
      .from(staff)
      .where(and(visibleActors(viewer, staff.id), has(staff)))
      .limit(MOST_PEOPLE),
    db
      .select({ id: contacts.id })
      .from(contacts)
      .where(and(visibleContacts(viewer), has(contacts)))
      .limit(MOST_PEOPLE),
  ]);
  return [...members, ...clients].map(({ id }) => id);
}

/** The first instant of a day in a zone, of system time. */
function beginOf(day: string, zone: string): Date {
  const business = Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant();
  return new Date(systemInstant(business).epochMilliseconds);
}

function within({ period, from, until }: AuditFilters, zone: string): SQL | undefined {
  if (from || until) {
    return and(
      from ? gte(auditEvents.at, beginOf(from, zone)) : undefined,
      until ? lt(auditEvents.at, beginOf(addDays(until, 1), zone)) : undefined,
    );
  }
  const days = PERIOD_DAYS[period];
  return days === null
    ? undefined
    : gte(auditEvents.at, new Date(systemNow().epochMilliseconds - days * 24 * 60 * 60_000));
}

/** The condition of the filters, with what people and records the typed words mean. */
async function asked(context: Looking, filters: AuditFilters, zone: string): Promise<SQL> {
  const { viewer } = context;
  const [people, records] = await Promise.all([
    filters.q ? findPeople(context, filters.q) : null,
    filters.record ? findRecordIds(context, filters.record) : null,
  ]);
  const condition = and(
    visibleAuditEvents(viewer),
    within(filters, zone),
    people ? inArray(auditEvents.actorId, people) : undefined,
    filters.person ? eq(auditEvents.actorId, filters.person) : undefined,
    filters.by ? eq(auditEvents.actorKind, filters.by) : undefined,
    filters.act ? eq(auditEvents.action, filters.act) : undefined,
    filters.kind ? eq(auditEvents.entity, filters.kind) : undefined,
    records ? inArray(auditEvents.entityId, records) : undefined,
    filters.brand ? eq(auditEvents.brand, filters.brand) : undefined,
  );
  return condition ?? sql`false`;
}

type Stored = typeof auditEvents.$inferSelect;
/** Null on a record's own page, where every line is about that record. */
type Places = Awaited<ReturnType<typeof readPlaces>> | null;

function slice({ viewer, db }: Looking, condition: SQL, { where, orderBy, limit }: Omit<Slice, "descending">) {
  return db
    .select()
    .from(auditEvents)
    .where(and(visibleAuditEvents(viewer), condition, where))
    .orderBy(...orderBy)
    .limit(limit);
}

/** The names of the people that these lines name, by id: who acted, and who is meant in what was done. */
async function readNames({ viewer, db }: Looking, rows: readonly Stored[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(({ actorId, details }) => [...(actorId ? [actorId] : []), ...idsIn(details)]))];
  if (ids.length === 0) return new Map();
  const [members, clients] = await Promise.all([
    db
      .select({ id: staff.id, name: staff.name })
      .from(staff)
      .where(and(visibleActors(viewer, staff.id), inArray(staff.id, ids))),
    db
      .select({ id: contacts.id, name: contacts.name })
      .from(contacts)
      .where(and(visibleContacts(viewer), inArray(contacts.id, ids))),
  ]);
  return new Map([...members, ...clients].map(({ id, name }) => [id, name]));
}

/** Stored lines with the names and the records that they are about. */
async function told(context: Looking, rows: readonly Stored[]): Promise<AuditRow[]> {
  const joined = inOneStatement(context);
  const [names, places] = await Promise.all([readNames(joined, rows), readPlaces(joined, rows)]);
  return inWords(rows, names, places);
}

function inWords(rows: readonly Stored[], names: ReadonlyMap<string, string>, places: Places): AuditRow[] {
  return rows.map(({ id, brand, at, actorKind, actorId, action, entity, entityId, details }) => ({
    ...{ id, brand, actorKind, actorId, action },
    at: businessInstant(at).toString(),
    actor: (actorId && names.get(actorId)) ?? WITHOUT_ACCOUNT[actorKind] ?? "Unknown",
    act: actLabel(action),
    record: entity === null ? null : (places?.(entity, entityId) ?? null),
    facts: factsOf(details, names),
  }));
}

/**
 * One page of the log, newest first, with the count of all that the filters match. A cursor beyond the list shows the
 * first page.
 */
export async function listAudit(
  context: Looking,
  filters: AuditFilters,
  { zone }: Zoned,
): Promise<ListPage<AuditRow, AuditCursor>> {
  const { viewer, db } = context;
  const condition = await asked(context, filters, zone);
  const { page } = await readKeysetPage({
    size: AUDIT_PAGE_SIZE,
    order: ORDER,
    cursor: filters.cursor,
    rows: (part) => slice(context, condition, part),
    place: ({ at, id }, side): AuditCursor => ({ side, at: at.toISOString(), id }),
    totals: (counts) =>
      db
        .select(counts)
        .from(auditEvents)
        .where(and(visibleAuditEvents(viewer), condition)),
  });
  return { ...page, rows: await told(context, page.rows) };
}

/** Every line of the filtered log, newest first, whatever the cursor is. */
export async function* exportAudit(
  context: Looking,
  filters: AuditFilters,
  { zone }: Zoned,
  rowsARead = 1000,
): AsyncGenerator<AuditRow> {
  const condition = await asked(context, filters, zone);
  let cursor: AuditCursor | null = null;
  for (;;) {
    const stored: Stored[] = await slice(context, condition, sliceBeside(ORDER, cursor, rowsARead));
    yield* await told(context, stored);
    const last = stored.at(-1);
    if (!last || stored.length < rowsARead) return;
    cursor = { side: "after", at: last.at.toISOString(), id: last.id };
  }
}

/** How many lines the filtered log has. */
export async function countAudit(context: Looking, filters: AuditFilters, { zone }: Zoned): Promise<number> {
  const { viewer, db } = context;
  return db.$count(auditEvents, and(visibleAuditEvents(viewer), await asked(context, filters, zone)));
}

/** What the log has words of, for the filters: the stored words of acts and of kinds of records, in order. */
export async function listAuditWords(context: Looking): Promise<{ acts: string[]; kinds: string[] }> {
  const [acts, kinds] = await Promise.all([
    distinct(context, auditEvents.action),
    distinct(context, auditEvents.entity),
  ]);
  return { acts, kinds };
}

/**
 * The different values of a column, each found in its index behind the one before: a `distinct` would read all of the
 * log.
 */
async function distinct({ viewer, db }: Looking, column: typeof auditEvents.action | typeof auditEvents.entity) {
  const next = (after: SQL) =>
    sql`(select ${column} as word from ${auditEvents} where ${visibleAuditEvents(viewer)} and ${after} order by ${column} limit 1)`;
  const rows = await db.execute<{ word: string }>(sql`
    with recursive words as (
      ${next(sql`${column} is not null`)}
      union all
      select (${next(sql`${column} > words.word`)}) from words where words.word is not null
    ) select word from words where word is not null`);
  return rows.map(({ word }) => word);
}

/** The record that a line is about, as it is stored. */
interface AuditedRecord {
  readonly kind: string;
  readonly id: string;
}

export interface RecordHistory {
  readonly record: AuditedRecord;
  /** Newest first. */
  readonly rows: readonly AuditRow[];
}

const MOST_OF_HISTORY = 20;

/** The newest lines about a record, for its own page; null for those who may not read the log. */
export async function readHistory(context: Looking, record: AuditedRecord): Promise<RecordHistory | null> {
  const { viewer, db } = context;
  if (!readsAudit(viewer)) return null;
  const rows = await db
    .select()
    .from(auditEvents)
    .where(and(visibleAuditEvents(viewer), eq(auditEvents.entity, record.kind), eq(auditEvents.entityId, record.id)))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(MOST_OF_HISTORY);
  const names = await readNames(inOneStatement(context), rows);
  return { record, rows: once(inWords(rows, names, null)) };
}

/** What concerns several brands has a line under each: it is told once. */
function once(rows: readonly AuditRow[]): AuditRow[] {
  const seen = new Set<string>();
  return rows.filter(({ at, action, actorId, facts }) => {
    const key = JSON.stringify([at, action, actorId, facts]);
    return !seen.has(key) && seen.add(key);
  });
}
