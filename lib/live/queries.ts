import { and, asc, eq, gt, gte, inArray, min, or, type SQL, sql } from "drizzle-orm";
import { listen } from "@/db/listen";
import { contacts, liveEvents, staff } from "@/db/schema";
import type { AccountKind, LiveKind } from "@/db/schema/constants";
import { asGate } from "@/db/viewer";
import type { LivePosition } from "./position";

const REASON = "live events are told to open streams, each judged for its session";

/** The channel that triggers and typing NOTIFY on. */
export const LIVE_CHANNEL = "portal_live";

/** Hears the channel: see listen. */
export function listenToChannel(onNotice: (payload: string) => void, onListening: () => void) {
  return listen(LIVE_CHANNEL, onNotice, onListening);
}

interface LiveEvent {
  readonly id: number;
  /** Null: a notice about no thread. */
  readonly threadId: string | null;
  readonly kind: LiveKind;
  readonly internal: boolean;
  readonly brand: string;
  /** Whom a notice is for. */
  readonly personKind: AccountKind | null;
  readonly personId: string | null;
}

/** An open stream, as far as the database judges it. */
export interface Listener {
  readonly sessionId: string;
  readonly account: { readonly kind: AccountKind; readonly id: string };
  readonly brand: string;
}

export interface Heard {
  readonly event: LiveEvent;
  /** Sessions that may hear of it at this moment. */
  readonly by: ReadonlySet<string>;
}

/** How far below the newest id is looked for transactions that are still running when a process begins to listen. */
const LOOK_BACK = 100;

/** Where the events stand now: the newest id and the ones shortly below that are not there (yet). */
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

/** What a position lacks, in the order of ids, at most `limit`, with who of `listeners` may hear each. */
export function readNews(position: LivePosition, listeners: readonly Listener[], limit: number): Promise<Heard[]> {
  return asGate(REASON, async (db) => judged(db, await readEvents(db, newTo(position), limit), listeners));
}

/** How far back is told again: `most` events, none of them before `after` (system time). */
export interface Reach {
  readonly most: number;
  readonly after: Date;
}

/**
 * What a listener who stood at a position, or whose page was made at a moment (system time), has missed; null where that is
 * beyond reach. Nobody is judged for what is beyond it: that would let a single browser keep all others waiting.
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

/** Of each notice, the sessions of whom it is for. */
async function readAddressees(
  db: Connection,
  notices: readonly LiveEvent[],
  listeners: readonly Listener[],
): Promise<(event: LiveEvent) => ReadonlySet<string>> {
  const key = ({ personKind, personId, brand }: Pick<LiveEvent, "personKind" | "personId" | "brand">) =>
    `${personKind} ${personId} ${brand}`;
  const people = [...new Map(notices.map((event) => [key(event), event])).values()];
  const sessions = [...new Set(listeners.map(({ sessionId }) => sessionId))];
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

/** Who may hear of each topic: one query, however many events a burst has in however many threads. */
async function readHearers(
  db: Connection,
  topics: readonly Topic[],
  listeners: readonly Listener[],
): Promise<(topic: Topic) => ReadonlySet<string>> {
  const distinct = [...new Map(topics.map((topic) => [topicKey(topic), topic])).values()];
  const sessions = [...new Set(listeners.map(({ sessionId }) => sessionId))];
  const found = new Map<string, Set<string>>(distinct.map((topic) => [topicKey(topic), new Set()]));
  if (distinct.length > 0 && sessions.length > 0) {
    const ids = sql.param(distinct.map(({ threadId }) => threadId));
    // As text: the driver takes a list of booleans for one boolean.
    const internals = sql.param(distinct.map(({ internal }) => String(internal)));
    const rows = await db.execute<{ thread: string; internal: boolean; session_id: string }>(sql`
      select topic.thread, topic.internal::boolean as internal, heard.session_id
      from unnest(${ids}::uuid[], ${internals}::text[]) as topic (thread, internal),
        sessions_that_hear(topic.thread, topic.internal::boolean, ${sql.param(sessions)}::uuid[]) as heard`);
    for (const row of rows) found.get(topicKey({ threadId: row.thread, internal: row.internal }))?.add(row.session_id);
  }
  return (topic) => found.get(topicKey(topic)) ?? new Set();
}

/** Id of the oldest event that is kept; null when none is. */
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
}

/** The name of who types and the sessions that may hear of it; null when they may not see the thread themselves. */
export async function readTyping(
  { threadId, kind, person }: Typing,
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
    const topic = { threadId, internal: false };
    const hearers = await readHearers(db, [topic], others);
    return { name: typist.name, by: hearers(topic) };
  });
}
