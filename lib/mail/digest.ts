import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { brands, contacts, outbox, staff } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { type AccountKey, isUsable } from "@/lib/gate/accounts";
import { log } from "@/lib/log";
import type { OutboxRow } from "./delivery";
import { lastDigestTime } from "./digest-time";
import { isMailKind, MAIL_KINDS, type MailProps, noticeOf } from "./kinds";
import { enqueueMail } from "./outbox";
import { plainLine } from "./plain-text";
import { isReminderKind, type ReminderKind } from "./reminder-kinds";
import { readFrequency } from "./wanted";

/*
 * The daily mail: at 7 a.m. in the recipient's own zone it lists the events that they do not want a mail about at once.
 */

/** How many items a daily mail lists. It only gives the number of the others. */
const MOST_ITEMS = 50;

type Digest = MailProps<"daily-digest">;

/** A reminder in a daily mail: its kind, the row that it is about, and the day that it names. */
export interface Reminded {
  readonly kind: ReminderKind;
  readonly about: string;
  readonly on: string;
}

/** May this person still be told of it, and is it still so? lib/jobs hands it over. */
export type Stands = (db: Transaction, person: AccountKey, reminded: Reminded) => Promise<boolean>;

/** Without somebody to ask, no reminder is told. */
const NONE_STANDS: Stands = async () => false;

interface Collector {
  readonly brand: string;
  readonly person: AccountKey;
  readonly zone: string;
  /** When the oldest of the collected mails was written. */
  readonly since: Date;
}

/**
 * The job `mail.digest`: queues the daily mails that are due. However often it runs, and wherever a run dies, each
 * collected mail is listed once, and a person gets one daily mail a day. Returns how many it queued. `now`: system
 * time.
 */
export async function sendDigests(now: Date, stands: Stands = NONE_STANDS): Promise<number> {
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  let queued = 0;
  for (const collector of await readCollectors()) {
    const { day, at } = lastDigestTime(instant, collector.zone);
    if (collector.since.getTime() >= at.epochMilliseconds) continue;
    const made = await asSystem("somebody's daily mail is put together", (db) =>
      sendDigest(db, collector, { day, before: new Date(at.epochMilliseconds), stands }),
    );
    if (made) queued++;
  }
  if (queued > 0) log.info({ queued }, "daily mails were queued");
  return queued;
}

/** Everybody for whom mails were collected, once for each brand, with the time zone of the person. */
async function readCollectors(): Promise<Collector[]> {
  const rows = await asSystem("the job of daily mails finds out for whom something was collected", (db) =>
    db
      .select({
        brand: outbox.brand,
        kind: outbox.personKind,
        id: outbox.personId,
        zone: sql<string>`coalesce(${contacts.timeZone}, ${staff.timeZone}, ${brands.zone})`,
        since: sql`min(${outbox.createdAt})`.mapWith(outbox.createdAt),
      })
      .from(outbox)
      .innerJoin(brands, eq(brands.key, outbox.brand))
      .leftJoin(contacts, and(eq(outbox.personKind, "contact"), eq(contacts.id, outbox.personId)))
      .leftJoin(staff, and(eq(outbox.personKind, "staff"), eq(staff.id, outbox.personId)))
      .where(eq(outbox.state, "collected"))
      .groupBy(outbox.brand, outbox.personKind, outbox.personId, contacts.timeZone, staff.timeZone, brands.zone),
  );
  return rows.flatMap(({ brand, kind, id, zone, since }) =>
    kind && id ? [{ brand, person: { kind, id }, zone, since }] : [],
  );
}

interface Due {
  readonly day: string;
  readonly before: Date;
  readonly stands: Stands;
}

async function sendDigest(
  db: Transaction,
  { brand, person }: Collector,
  { day, before, stands }: Due,
): Promise<boolean> {
  const dedupeKey = `daily-digest:${brand}:${person.id}:${day}`;
  // Without this lock two runs at the same time would both find that the day has no daily mail yet.
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${dedupeKey}, 0))`);
  const [done] = await db.select({ id: outbox.id }).from(outbox).where(eq(outbox.dedupeKey, dedupeKey));
  // A mail that was dated before 7 and stored after the daily mail was made waits for the next day.
  if (done) return false;
  const rows = await db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.state, "collected"),
        eq(outbox.personKind, person.kind),
        eq(outbox.personId, person.id),
        eq(outbox.brand, brand),
        lt(outbox.createdAt, before),
      ),
    )
    .orderBy(asc(outbox.createdAt), asc(outbox.id))
    .for("update");
  const [first] = rows;
  if (!first) return false;
  const account = await findAccount(db, person);
  const items = rows.map((row) => itemOf(row, person));
  const kept = account ? await keptItems(db, person, items, stands) : [];
  const ids = (state: boolean) =>
    rows.filter((_, index) => kept.includes(items[index] as Item) === state).map(({ id }) => id);
  await end(db, ids(true), { state: "digested" });
  await end(db, ids(false), {
    state: "withheld",
    lastError: "Its recipient may not read of it any more, or wants it no more",
  });
  if (!account || kept.length === 0) return false;
  await enqueueMail(db, {
    ...{ brand, kind: "daily-digest", to: account.email, toName: account.name, person, dedupeKey },
    props: { items: kept.slice(0, MOST_ITEMS), more: Math.max(0, kept.length - MOST_ITEMS) },
  });
  return true;
}

async function end(
  db: Transaction,
  ids: readonly string[],
  change: Pick<typeof outbox.$inferInsert, "state" | "lastError">,
): Promise<void> {
  if (ids.length > 0) {
    await db
      .update(outbox)
      .set(change)
      .where(inArray(outbox.id, [...ids]));
  }
}

type Item = Digest["items"][number];

function itemOf({ kind, props, threadId }: OutboxRow, person: AccountKey): Item {
  const words = isMailKind(kind) ? noticeOf(kind, props, person.kind) : null;
  const { about, on } = isReminderKind(kind) ? MAIL_KINDS[kind].props.parse(props) : { about: null, on: null };
  return { kind, title: plainLine(words?.title ?? kind, 200), path: words?.path ?? "/", threadId, about, on };
}

async function findAccount(db: Transaction, { kind, id }: AccountKey) {
  const accounts = kind === "contact" ? contacts : staff;
  const [account] = await db.select().from(accounts).where(eq(accounts.id, id));
  return account && isUsable(account) ? account : null;
}

/** Those of the items that the person may still see and still wants mail about. */
async function keptItems(db: Transaction, person: AccountKey, items: readonly Item[], stands: Stands): Promise<Item[]> {
  const kept: Item[] = [];
  const seen = new Map<string, boolean>();
  for (const item of items) {
    const { kind, threadId, about, on } = item;
    if (!isMailKind(kind) || !MAIL_KINDS[kind].daily) continue;
    if ((await readFrequency(db, kind, person)) === "never") continue;
    if (isReminderKind(kind) && !(about && on && (await stands(db, person, { kind, about, on })))) continue;
    if (threadId !== null && !seen.has(threadId)) seen.set(threadId, await mayRead(db, person, threadId));
    if (threadId === null || seen.get(threadId)) kept.push(item);
  }
  return kept;
}

async function mayRead(db: Transaction, { kind, id }: AccountKey, threadId: string): Promise<boolean> {
  const [row] = await db.execute<{ sees: boolean }>(
    sql`select may_see_thread(${kind}, ${id}::uuid, ${threadId}::uuid) as sees`,
  );
  return row?.sees === true;
}

/**
 * What a daily mail says when it is sent: items that the recipient lost the right to since it was queued are left out.
 * Null if no item is left, or if the recipient's account is closed or has another address now.
 */
export async function stillTold(row: OutboxRow, stands: Stands = NONE_STANDS): Promise<Digest | null> {
  const { personKind, personId } = row;
  if (!personKind || !personId) return null;
  const person = { kind: personKind, id: personId };
  const { items, more } = MAIL_KINDS["daily-digest"].props.parse(row.props);
  return asSystem("a daily mail is judged again before it leaves", async (db) => {
    const account = await findAccount(db, person);
    if (account?.email !== row.toAddress.toLowerCase()) return null;
    const kept = await keptItems(db, person, items, stands);
    return kept.length > 0 ? { items: kept, more } : null;
  });
}
