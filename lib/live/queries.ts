import { and, asc, eq, gt, gte, inArray, min, or, type SQL, sql } from "drizzle-orm";
import { listen } from "@/db/listen";
import { contacts, liveEvents, staff } from "@/db/schema";
import type { AccountKind, LiveKind } from "@/db/schema/constants";
import { asGate } from "@/db/viewer";
import type { LivePosition } from "./position";

const REASON = "live events are told to open streams, each judged for its session";

/** The NOTIFY channel of the triggers, of typing and of presence. */
export const LIVE_CHANNEL = "portal_live";

/** Listens to the channel, see `listen` in db/listen.ts. */
export function listenToChannel(onNotice: (payload: string) => void, onListening: () => void) {
  return listen(LIVE_CHANNEL, onNotice, onListening);
}

interface LiveEvent {
  readonly id: number;
  /** Null for a notice about no thread. */
  readonly threadId: string | null;
  readonly kind: LiveKind;
  readonly internal: boolean;
  readonly brand: string;
  /** The person whom a notice is for. */
  readonly personKind: AccountKind | null;
  readonly personId: string | null;
}

/** The facts about an open stream from which the database decides what it may be sent. */
export interface Listener {
  readonly sessionId: string;
  readonly account: { readonly kind: AccountKind; readonly id: string };
  readonly brand: string;
}

export interface Heard {
  readonly event: LiveEvent;
  /** Sessions that may see the event at this moment. */
  readonly by: ReadonlySet<string>;
}

/** How far below the newest id a process that begins to listen looks for ids of transactions that are still running. */
const LOOK_BACK = 100;

/** The position of the events now: the newest id and those shortly below it that do not exist (yet). */
export async function readHead(): Promise<{ high: number; missing: number[] }> {
  return asGate(REASON, async (db) => {
    const rows = await db.execute<{ high: string; missing: string[] }>(sql`
      with head as (
        select greatest(coalesce(max(id), 0), coalesce(pg_sequence_last_value(pg_get_serial_sequence('live_events', 'id')::regclass), 0)) as high
        from live_events
      )
      select high, array(
        select n from generate_series(greatest(1, high - ${LOOK_BACK}), high) n
        where not exists (select from live_events e where e.id = n)
      ) as missing from head`);
    const [head] = rows;
    return { high: Number(head?.high ?? 0), missing: (head?.missing ?? []).map(Number) };
  });
}

const newTo = (position: LivePosition) =>
  or(gt(liveEvents.id, position.high), position.missing.length ? inArray(liveEvents.id, position.missing) : undefined);

/**
 * The events that a position lacks, in the order of ids, each with those of `listeners` who may see it. At most `limit`,
 * beside those that the position names as missing. Events and rights are read by one statement, because every message
 * waits for it in every process, and the statement's text does not depend on how many ids are missing.
 */
export function readNews(position: LivePosition, listeners: readonly Listener[], limit: number): Promise<Heard[]> {
  const which = sql.raw("id, thread_id, kind, internal, brand, person_kind, person_id");
  return asGate(REASON, async (db) => {
    const rows = await db.execute<NewsRow>(sql`
      with news as materialized (
        (select ${which} from live_events where id = any(${sql.param(position.missing)}::bigint[]))
        union all
        (select ${which} from live_events where id > ${position.high}::bigint order by id limit ${limit}::integer)
      ), heard as (
        select topic.thread_id, topic.internal, array_agg(hearing.session_id) as sessions
        from (select distinct thread_id, internal from news where thread_id is not null and kind <> 'notice') as topic,
          sessions_that_hear(topic.thread_id, topic.internal, ${sql.param(sessionsOf(listeners))}::uuid[]) as hearing
        group by topic.thread_id, topic.internal
      )
      select news.*, heard.sessions from news left join heard using (thread_id, internal) order by news.id`);
    const events = rows.map(eventOf);
    const addressees = await readAddressees(
      db,
      events.filter(({ kind }) => kind === "notice"),
      listeners,
    );
    return events.map((event, index) => ({
      event,
      by: event.kind === "notice" || event.threadId === null ? addressees(event) : new Set(rows[index]?.sessions),
    }));
  });
}

type NewsRow = {
  readonly id: string;
  readonly thread_id: string | null;
  readonly kind: LiveKind;
  readonly internal: boolean;
  readonly brand: string;
  readonly person_kind: AccountKind | null;
  readonly person_id: string | null;
  /** Null where nobody hears of it, and for a notice. */
  readonly sessions: string[] | null;
};

const eventOf = (row: NewsRow): LiveEvent => ({
  id: Number(row.id),
  threadId: row.thread_id,
  kind: row.kind,
  internal: row.internal,
  brand: row.brand,
  personKind: row.person_kind,
  personId: row.person_id,
});

const sessionsOf = (listeners: readonly Listener[]) => [...new Set(listeners.map(({ sessionId }) => sessionId))];

/** How far back events are sent again: at most `most` events, none of them before `after` (system time). */
export interface Reach {
  readonly most: number;
  readonly after: Date;
}

/**
 * What a listener has missed since a position, or since a moment at which its page was made (system time); null if that
 * is beyond reach. Rights are not checked for events beyond it, because one browser could then keep all others waiting.
 */
export function readMissed(
  from: LivePosition | Date,
  listener: Listener,
  { most, after }: Reach,
): Promise<Heard[] | null> {
  const which = from instanceof Date ? gte(liveEvents.createdAt, from) : newTo(from);
  return asGate(REASON, async (db) => {
    const events = await readEvents(db, which, most + 1);
    if (events.length > most || events.some(({ createdAt }) => createdAt < after)) return null;
    return judged(db, events, [listener]);
  });
}

async function judged(db: Connection, events: readonly LiveEvent[], listeners: readonly Listener[]): Promise<Heard[]> {
  const about = events.flatMap(({ threadId, internal, kind }) =>
    threadId !== null && kind !== "notice" ? [{ threadId, internal }] : [],
  );
  const hearers = await readHearers(db, about, listeners);
  const addressees = await readAddressees(
    db,
    events.filter(({ kind }) => kind === "notice"),
    listeners,
  );
  return events.map((event) => ({
    event,
    by:
      event.kind === "notice" || event.threadId === null
        ? addressees(event)
        : hearers({ ...event, threadId: event.threadId }),
  }));
}

/** For each notice, the sessions of the person whom it is for. */
async function readAddressees(
  db: Connection,
  notices: readonly LiveEvent[],
  listeners: readonly Listener[],
): Promise<(event: LiveEvent) => ReadonlySet<string>> {
  const key = ({ personKind, personId, brand }: Pick<LiveEvent, "personKind" | "personId" | "brand">) =>
    `${personKind} ${personId} ${brand}`;
  const people = [...new Map(notices.map((event) => [key(event), event])).values()];
  const sessions = sessionsOf(listeners);
  const found = new Map<string, Set<string>>();
  if (people.length > 0 && sessions.length > 0) {
    const rows = await db.execute<{ kind: AccountKind; person: string; brand: string; session_id: string }>(sql`
      select about.kind, about.person, about.brand, own.session_id
      from unnest(${sql.param(people.map(({ personKind }) => personKind))}::text[],
          ${sql.param(people.map(({ personId }) => personId))}::uuid[],
          ${sql.param(people.map(({ brand }) => brand))}::text[]) as about (kind, person, brand),
        sessions_of(about.kind, about.person, about.brand, ${sql.param(sessions)}::uuid[]) as own`);
    for (const row of rows) {
      const about = key({ personKind: row.kind, personId: row.person, brand: row.brand });
      found.set(about, (found.get(about) ?? new Set()).add(row.session_id));
    }
  }
  return (event) => found.get(key(event)) ?? new Set();
}

async function readEvents(db: Connection, which: SQL | undefined, limit: number) {
  return db
    .select({
      id: liveEvents.id,
      threadId: liveEvents.threadId,
      kind: liveEvents.kind,
      internal: liveEvents.internal,
      brand: liveEvents.brand,
      personKind: liveEvents.personKind,
      personId: liveEvents.personId,
      createdAt: liveEvents.createdAt,
    })
    .from(liveEvents)
    .where(which)
    .orderBy(asc(liveEvents.id))
    .limit(limit);
}

type Connection = Parameters<Parameters<typeof asGate>[1]>[0];
interface Topic {
  readonly threadId: string;
  readonly internal: boolean;
}

const topicKey = ({ threadId, internal }: Topic) => `${threadId} ${internal}`;

/** Who may see each topic. It is one query, however many events and threads a burst has. */
async function readHearers(
  db: Connection,
  topics: readonly Topic[],
  listeners: readonly Listener[],
): Promise<(topic: Topic) => ReadonlySet<string>> {
  const distinct = [...new Map(topics.map((topic) => [topicKey(topic), topic])).values()];
  const sessions = sessionsOf(listeners);
  const found = new Map<string, Set<string>>(distinct.map((topic) => [topicKey(topic), new Set()]));
  if (distinct.length > 0 && sessions.length > 0) {
    const ids = sql.param(distinct.map(({ threadId }) => threadId));
    // Passed as text, because the driver takes a list of booleans for a single boolean.
    const internals = sql.param(distinct.map(({ internal }) => String(internal)));
    const rows = await db.execute<{ thread: string; internal: boolean; session_id: string }>(sql`
      select topic.thread, topic.internal::boolean as internal, heard.session_id
      from unnest(${ids}::uuid[], ${internals}::text[]) as topic (thread, internal),
        sessions_that_hear(topic.thread, topic.internal::boolean, ${sql.param(sessions)}::uuid[]) as heard`);
    for (const row of rows) found.get(topicKey({ threadId: row.thread, internal: row.internal }))?.add(row.session_id);
  }
  return (topic) => found.get(topicKey(topic)) ?? new Set();
}

/** Id of the oldest stored event; null if there is none. */
export async function readOldestId(): Promise<number | null> {
  return asGate(REASON, async (db) => {
    const [row] = await db.select({ id: min(liveEvents.id) }).from(liveEvents);
    return row?.id ?? null;
  });
}

export interface Typing {
  readonly threadId: string;
  readonly kind: AccountKind;
  readonly person: string;
  /** Only staff are told. */
  readonly internal: boolean;
}

/**
 * The name of the person who types or whose browser came, and the sessions that may know it; null if that person may not
 * see the thread.
 */
export async function readTyping(
  { threadId, kind, person, internal }: Typing,
  listeners: readonly Listener[],
): Promise<{ name: string; by: ReadonlySet<string> } | null> {
  return asGate(REASON, async (db) => {
    const table = kind === "contact" ? contacts : staff;
    const [typist] = await db
      .select({ name: table.name })
      .from(table)
      .where(and(eq(table.id, person), sql`may_see_thread(${kind}, ${person}::uuid, ${threadId}::uuid)`));
    if (!typist) return null;
    const others = listeners.filter(({ account }) => account.id !== person);
    const topic = { threadId, internal };
    const hearers = await readHearers(db, [topic], others);
    return { name: typist.name, by: hearers(topic) };
  });
}
