import { and, asc, eq, ilike, inArray, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { contacts, mailEvents, outbox, providers } from "@/db/schema";
import type { DeliveryEvent, MailOutcome, MailState, ProviderState } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { brandByKey } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { type ListTime, listTime } from "@/lib/kit/list-time";
import { type ListPage, readKeysetPage } from "@/lib/kit/lists/page";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import { businessInstant, type Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { isMailKind, MAIL_KINDS } from "@/lib/mail/kinds";
import { REPEATS } from "@/lib/mail/outbox";
import { subjectOf } from "@/lib/mail/templates/render";
import { visibleContacts } from "@/lib/people/contacts/policy";
import { visibleMail, visibleMailEvents, visibleMailRows, visibleProviders } from "./policy";
import { FAILED_MAIL_DAYS, type MailStatus, mailStatusOf } from "./rules";
import { MAIL_PAGE_SIZE, type MailCursor, type MailFilters } from "./schema";

/**
 * The order of events that happened in the same millisecond: a mail is delivered before somebody complains about it.
 */
const IN_TURN = sql`array_position(array['delayed', 'delivered', 'bounced', 'failed', 'complained'], ${mailEvents.kind})`;

const came = (outcome: MailOutcome | null) =>
  and(eq(outbox.state, "sent"), outcome ? eq(outbox.outcome, outcome) : isNull(outbox.outcome));

/** The condition for mails that have a status. */
const OF_STATUS: Readonly<Record<MailStatus, SQL | undefined>> = {
  queued: inArray(outbox.state, ["queued", "sending"]),
  withheld: eq(outbox.state, "withheld"),
  collected: eq(outbox.state, "collected"),
  digested: eq(outbox.state, "digested"),
  complained: came("complained"),
  bounced: came("bounced"),
  dead: or(eq(outbox.state, "dead"), came("failed")),
  delivered: came("delivered"),
  sent: came(null),
};

const again = alias(outbox, "again");

/** The mail that repeats this one; null where none does. */
const repeatedBy = (viewer: StaffViewer) => sql<string | null>`(select again.id from ${outbox} ${again}
  where ${visibleMailRows(viewer, again)} and again.dedupe_key = ${REPEATS}::text || ${outbox.id})`;

/** What was sent again is no news any more: its repetition is, where that fails too. */
const hasFailed = (viewer: StaffViewer) =>
  and(
    sql`${outbox.createdAt} > clock_timestamp() - make_interval(days => ${FAILED_MAIL_DAYS}::int)`,
    or(OF_STATUS.dead, OF_STATUS.bounced, OF_STATUS.complained),
    sql`${repeatedBy(viewer)} is null`,
  );

const columns = (viewer: StaffViewer) => ({
  id: outbox.id,
  brand: outbox.brand,
  kind: outbox.kind,
  toAddress: outbox.toAddress,
  createdAt: outbox.createdAt,
  state: outbox.state,
  outcome: outbox.outcome,
  lastError: outbox.lastError,
  providerId: outbox.providerId,
  repeatedBy: repeatedBy(viewer),
});

/** The provider's events about mails that the viewer sees, oldest first. */
async function readEvents({ viewer, db }: Context<StaffViewer>, mails: readonly { providerId: string | null }[]) {
  const ids = mails.flatMap(({ providerId }) => providerId ?? []);
  if (ids.length === 0) return [];
  return db
    .select({
      providerId: mailEvents.providerId,
      id: mailEvents.id,
      kind: mailEvents.kind,
      reason: mailEvents.reason,
      happenedAt: mailEvents.happenedAt,
    })
    .from(mailEvents)
    .where(and(visibleMailEvents(viewer), inArray(mailEvents.providerId, ids)))
    .orderBy(asc(mailEvents.happenedAt), asc(IN_TURN), asc(mailEvents.id));
}

type Told = Awaited<ReturnType<typeof readEvents>>[number];

/** The status of a mail and its reason: the last one that the provider gave, else that of our last failed attempt. */
function statusAndReason(
  mail: { state: MailState; outcome: MailOutcome | null; lastError: string | null },
  events: readonly Told[],
) {
  return {
    status: mailStatusOf(mail.state, mail.outcome),
    reason: events.findLast(({ reason }) => reason !== null)?.reason ?? mail.lastError,
  };
}

interface MailContact {
  readonly id: string;
  readonly name: string;
}

/** A contact of the mail's brand who has its address. */
const ofRecipient = (viewer: StaffViewer) =>
  and(visibleContacts(viewer), eq(contacts.brand, outbox.brand), eq(contacts.email, outbox.toAddress));

const contactOf = (id: string | null, name: string | null): MailContact | null =>
  id !== null && name !== null ? { id, name } : null;

export interface MailRow {
  readonly id: string;
  readonly brand: string;
  /** The name of the mail's kind. */
  readonly label: string;
  /** In the brand's words of today; null for a mail whose words are not kept any more. */
  readonly subject: string | null;
  readonly to: string;
  /** The contact who has the address today; null where it is nobody's. */
  readonly contact: MailContact | null;
  readonly status: MailStatus;
  readonly reason: string | null;
  /** It was sent again. */
  readonly isRepeated: boolean;
  /** When the mail was queued, in business time: `at` in ISO format, `when` as text in the viewer's zone. */
  readonly time: ListTime;
}

type MailList = ListPage<MailRow, MailCursor>;

function within(viewer: StaffViewer, filters: MailFilters) {
  return and(
    visibleMail(viewer),
    filters.standing === "failed" ? hasFailed(viewer) : filters.standing ? OF_STATUS[filters.standing] : undefined,
    filters.brand ? eq(outbox.brand, filters.brand) : undefined,
    filters.kind ? eq(outbox.kind, filters.kind) : undefined,
    ...searchWords(filters.q).map((word) => ilike(outbox.toAddress, likePattern(word))),
  );
}

const labelOf = (kind: string) => (isMailKind(kind) ? MAIL_KINDS[kind].label : kind);

/**
 * One page of the mails, newest first, with the count of all that the filters match. A cursor beyond the list shows the
 * first page.
 */
export async function listMail(context: Context<StaffViewer>, filters: MailFilters, local: Zoned): Promise<MailList> {
  const { viewer, db } = context;
  const { page } = await readKeysetPage({
    size: MAIL_PAGE_SIZE,
    order: { keys: { at: [outbox.createdAt, "timestamptz"], id: [outbox.id, "uuid"] }, descending: true },
    cursor: filters.cursor,
    rows: ({ where, orderBy, limit }) =>
      db
        .select({ ...columns(viewer), props: outbox.props, contactId: contacts.id, contactName: contacts.name })
        .from(outbox)
        .leftJoin(contacts, ofRecipient(viewer))
        .where(and(within(viewer, filters), where))
        .orderBy(...orderBy)
        .limit(limit),
    place: ({ createdAt, id }, side): MailCursor => ({ side, at: createdAt.toISOString(), id }),
    totals: (counts) => db.select(counts).from(outbox).where(within(viewer, filters)),
  });
  const { events, brands } = await together({
    events: readEvents(context, page.rows),
    brands: brandsOf(page.rows),
  });
  return {
    ...page,
    rows: page.rows.map(
      ({ id, brand, kind, props, toAddress, createdAt, providerId, repeatedBy, contactId, contactName, ...mail }) => {
        const look = brands.get(brand);
        return {
          ...{ id, brand, label: labelOf(kind), to: toAddress, contact: contactOf(contactId, contactName) },
          subject: look ? subjectOf(kind, props, { brand: look, toName: null }) : null,
          ...statusAndReason(
            mail,
            events.filter((event) => event.providerId === providerId),
          ),
          isRepeated: repeatedBy !== null,
          time: listTime(createdAt, local.zone),
        };
      },
    ),
  };
}

/** The brands of the rows by their keys. */
async function brandsOf(rows: readonly { brand: string }[]): Promise<ReadonlyMap<string, Brand>> {
  const keys = [...new Set(rows.map(({ brand }) => brand))];
  return new Map(await Promise.all(keys.map(async (key) => [key, await brandByKey(key)] as const)));
}

interface DeliveryRow {
  readonly id: string;
  readonly kind: DeliveryEvent;
  readonly reason: string | null;
  readonly at: string;
}

export interface MailDetail {
  readonly id: string;
  readonly brand: string;
  readonly kind: string;
  readonly label: string;
  readonly to: string;
  readonly toName: string | null;
  readonly contact: MailContact | null;
  readonly status: MailStatus;
  readonly reason: string | null;
  readonly attempts: number;
  /** ISO, business time. */
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly providerId: string | null;
  readonly events: readonly DeliveryRow[];
  /** The props of the template; null for kinds whose body is not kept. */
  readonly props: Readonly<Record<string, unknown>> | null;
  /** The mail is about a thread. If the portal receives mail, a reply to it becomes a message of that thread. */
  readonly isOfThread: boolean;
  /** Ids of the mail that repeats this one, and of the one that this one repeats. */
  readonly repeatedBy: string | null;
  readonly repeats: string | null;
}

const when = (at: Date) => businessInstant(at).toString();

/** One mail with the provider's events, oldest first; null for a mail that the viewer may not see. */
export async function findMail({ viewer, db }: Context<StaffViewer>, id: string): Promise<MailDetail | null> {
  const [row] = await db
    .select({
      ...columns(viewer),
      toName: outbox.toName,
      attempts: outbox.attempts,
      sentAt: outbox.sentAt,
      threadId: outbox.threadId,
      dedupeKey: outbox.dedupeKey,
      props: outbox.props,
      contactId: contacts.id,
      contactName: contacts.name,
    })
    .from(outbox)
    .leftJoin(contacts, ofRecipient(viewer))
    .where(and(visibleMail(viewer), eq(outbox.id, id)));
  if (!row) return null;
  const { kind, toAddress, createdAt, sentAt, threadId, props, state, outcome, lastError, ...others } = row;
  const { contactId, contactName, dedupeKey, ...rest } = others;
  const events = await readEvents({ viewer, db }, [row]);
  return {
    ...rest,
    ...statusAndReason({ state, outcome, lastError }, events),
    kind,
    label: labelOf(kind),
    to: toAddress,
    contact: contactOf(contactId, contactName),
    createdAt: when(createdAt),
    sentAt: sentAt && when(sentAt),
    events: events.map(({ id, kind, reason, happenedAt }) => ({ id, kind, reason, at: when(happenedAt) })),
    props: isMailKind(kind) && !MAIL_KINDS[kind].secret ? props : null,
    isOfThread: threadId !== null,
    repeats: dedupeKey.startsWith(REPEATS) ? dedupeKey.slice(REPEATS.length) : null,
  };
}

/** An outside service that the portal needs and that is slow or refuses. */
export interface Trouble {
  readonly what: "mail" | "stripe" | "files";
  /** Key of the only brand that the service is for; null if it is for all. */
  readonly brand: string | null;
  readonly state: Exclude<ProviderState, "ok">;
  /** ISO, business time. */
  readonly since: string;
}

/** The services that are slow or refuse, for administrators; none for anybody else. */
export async function listTroubles({ viewer, db }: Context<StaffViewer>): Promise<readonly Trouble[]> {
  const rows = await db
    .select({ name: providers.name, brand: providers.brand, state: providers.state, since: providers.since })
    .from(providers)
    .where(and(visibleProviders(viewer), ne(providers.state, "ok")))
    .orderBy(asc(providers.name));
  return rows.flatMap(({ name, brand, state, since }) => {
    const what = name.split(":")[0];
    if ((what !== "mail" && what !== "stripe" && what !== "files") || state === "ok") return [];
    return [{ what, brand, state, since: when(since) }];
  });
}

/** How many mails of the last `days` days did not arrive, or were complained about. */
export async function countFailedMail({ viewer, db }: Context<StaffViewer>): Promise<number> {
  const [row] = await db
    .select({ count: sql`count(*)`.mapWith(Number) })
    .from(outbox)
    .where(and(visibleMail(viewer), hasFailed(viewer)));
  return row?.count ?? 0;
}
