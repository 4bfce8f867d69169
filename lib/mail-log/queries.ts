import { and, asc, desc, eq, ilike, type SQL, sql } from "drizzle-orm";
import { mailEvents, outbox } from "@/db/schema";
import type { DeliveryEvent } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { likePattern, searchWords } from "@/lib/lists";
import { isMailKind, MAIL_KINDS } from "@/lib/mail/kinds";
import { businessInstant, formatInstant } from "@/lib/time";
import { MAIL_PAGE_SIZE, type MailCursor, type MailFilters } from "./filters";
import { visibleMail } from "./policy";
import type { MailStanding } from "./rules";

/*
 * Names are written out where two tables meet: in what is selected from one table, drizzle leaves the table's name out,
 * and each column would be the inner table's own.
 */
const ofMail = sql.raw(`e.provider_id = "outbox"."provider_id"`);

/** Has the provider told one of these of the mail? Events hold no brand: they are seen with their mail. */
const told = (...kinds: readonly DeliveryEvent[]) =>
  sql`exists (select 1 from ${mailEvents} e where ${ofMail} and e.kind = any (${sql.param([...kinds])}::text[]))`;

/** The same for the whole log at once, which asks for no mail one by one. */
const amongTold = (...kinds: readonly DeliveryEvent[]) =>
  sql`coalesce(${outbox.providerId}, '') = any (array(select mails_told(${sql.param([...kinds])}::text[])))`;

/** Of what happened in the same millisecond: nobody complains of a mail before they have it. */
const IN_TURN = sql`array_position(array['delayed', 'delivered', 'bounced', 'failed', 'complained'], ${mailEvents.kind})`;

const isSent = sql`${outbox.state} = 'sent'`;

/** Mails that stand so. The worst that was told of a mail is what it stands at. */
const STANDS: Readonly<Record<MailStanding, SQL>> = {
  queued: sql`${outbox.state} in ('queued', 'sending')`,
  withheld: sql`${outbox.state} = 'withheld'`,
  complained: sql`(${isSent} and ${amongTold("complained")})`,
  bounced: sql`(${isSent} and ${amongTold("bounced")} and not ${amongTold("complained")})`,
  dead: sql`(${outbox.state} = 'dead' or (${isSent} and ${amongTold("failed")} and not ${amongTold("bounced", "complained")}))`,
  delivered: sql`(${isSent} and ${amongTold("delivered")} and not ${amongTold("failed", "bounced", "complained")})`,
  sent: sql`(${isSent} and not ${amongTold("delivered", "failed", "bounced", "complained")})`,
};

const standing = sql<MailStanding>`case
  when ${STANDS.queued} then 'queued' when ${STANDS.withheld} then 'withheld' when ${outbox.state} = 'dead' then 'dead'
  when ${told("complained")} then 'complained' when ${told("bounced")} then 'bounced' when ${told("failed")} then 'dead'
  when ${told("delivered")} then 'delivered' else 'sent' end`;

/** Why it stands where it stands: what the provider said of it last, else what our own last try ended with. */
const reason = sql<string | null>`coalesce(
  (select e.reason from ${mailEvents} e where ${ofMail} and e.reason is not null order by e.happened_at desc limit 1),
  ${outbox.lastError})`;

const columns = {
  id: outbox.id,
  brand: outbox.brand,
  kind: outbox.kind,
  toAddress: outbox.toAddress,
  createdAt: outbox.createdAt,
  standing,
  reason,
};

export interface MailRow {
  readonly id: string;
  readonly brand: string;
  /** What this kind is called. */
  readonly label: string;
  readonly to: string;
  readonly standing: MailStanding;
  readonly reason: string | null;
  /** When it was queued: ISO, business time, and as the reader reads it. */
  readonly at: string;
  readonly when: string;
}

export interface MailList {
  readonly rows: readonly MailRow[];
  /** Position of the first and last row shown, from 1; both 0 in an empty list. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly previous: MailCursor | null;
  readonly next: MailCursor | null;
}

function beside({ side, at, id }: MailCursor): SQL {
  return sql`(${outbox.createdAt}, ${outbox.id}) ${sql.raw(side === "after" ? "<" : ">")} (${at}::timestamptz, ${id}::uuid)`;
}

function within(viewer: StaffViewer, filters: MailFilters, ...more: SQL[]) {
  return and(
    visibleMail(viewer),
    filters.standing ? STANDS[filters.standing] : undefined,
    filters.brand ? eq(outbox.brand, filters.brand) : undefined,
    filters.kind ? eq(outbox.kind, filters.kind) : undefined,
    ...searchWords(filters.q).map((word) => ilike(outbox.toAddress, likePattern(word))),
    ...more,
  );
}

const labelOf = (kind: string) => (isMailKind(kind) ? MAIL_KINDS[kind].label : kind);

interface Reader {
  readonly zone: string;
}

/** What was queued, newest first, with the count of the whole filtered set. A cursor beyond the list shows the first page. */
export async function listMail(context: Context<StaffViewer>, filters: MailFilters, reader: Reader): Promise<MailList> {
  const { viewer, db } = context;
  const { cursor } = filters;
  const backwards = cursor?.side === "before";
  const direction = backwards ? asc : desc;
  const found = await db
    .select(columns)
    .from(outbox)
    .where(within(viewer, filters, ...(cursor ? [beside(cursor)] : [])))
    .orderBy(direction(outbox.createdAt), direction(outbox.id))
    .limit(MAIL_PAGE_SIZE + 1);
  const more = found.length > MAIL_PAGE_SIZE;
  if (cursor && (found.length === 0 || (backwards && !more))) {
    return listMail(context, { ...filters, cursor: null }, reader);
  }
  const page = found.slice(0, MAIL_PAGE_SIZE);
  if (backwards) page.reverse();
  const passed = cursor ? sql`count(*) filter (where ${backwards ? sql`` : sql`not `}${beside(cursor)})` : sql`0`;
  const [totals] = await db
    .select({ count: sql`count(*)`.mapWith(Number), passed: passed.mapWith(Number) })
    .from(outbox)
    .where(within(viewer, filters));
  const before = (totals?.passed ?? 0) - (backwards ? page.length : 0);
  const place = (side: MailCursor["side"], row: (typeof page)[number] | undefined): MailCursor | null =>
    row ? { side, at: row.createdAt.toISOString(), id: row.id } : null;
  return {
    rows: page.map(({ kind, toAddress, createdAt, ...row }) => ({
      ...row,
      label: labelOf(kind),
      to: toAddress,
      at: businessInstant(createdAt).toString(),
      when: formatInstant(businessInstant(createdAt), reader.zone),
    })),
    from: page.length > 0 ? before + 1 : 0,
    to: before + page.length,
    count: totals?.count ?? 0,
    previous: before > 0 ? place("before", page[0]) : null,
    next: backwards || more ? place("after", page.at(-1)) : null,
  };
}

export interface DeliveryRow {
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
  readonly standing: MailStanding;
  readonly reason: string | null;
  readonly attempts: number;
  /** ISO, business time. */
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly providerId: string | null;
  readonly events: readonly DeliveryRow[];
  /** What feeds the template; null for kinds whose body is not kept. */
  readonly props: Readonly<Record<string, unknown>> | null;
  /** It tells of a conversation, which a reply to it joins where mail is received. */
  readonly isOfThread: boolean;
}

const when = (at: Date) => businessInstant(at).toString();

/** One mail with what its provider told, oldest first; null for one that the viewer may not see. */
export async function findMail({ viewer, db }: Context<StaffViewer>, id: string): Promise<MailDetail | null> {
  const [row] = await db
    .select({
      ...columns,
      toName: outbox.toName,
      attempts: outbox.attempts,
      sentAt: outbox.sentAt,
      providerId: outbox.providerId,
      threadId: outbox.threadId,
      props: outbox.props,
    })
    .from(outbox)
    .where(and(visibleMail(viewer), eq(outbox.id, id)));
  if (!row) return null;
  const { kind, toAddress, createdAt, sentAt, threadId, props, ...rest } = row;
  const events = row.providerId
    ? await db
        .select({
          id: mailEvents.id,
          kind: mailEvents.kind,
          reason: mailEvents.reason,
          happenedAt: mailEvents.happenedAt,
        })
        .from(mailEvents)
        .where(eq(mailEvents.providerId, row.providerId))
        .orderBy(asc(mailEvents.happenedAt), asc(IN_TURN), asc(mailEvents.id))
    : [];
  return {
    ...rest,
    kind,
    label: labelOf(kind),
    to: toAddress,
    createdAt: when(createdAt),
    sentAt: sentAt && when(sentAt),
    events: events.map(({ happenedAt, ...event }) => ({ ...event, at: when(happenedAt) })),
    props: isMailKind(kind) && !MAIL_KINDS[kind].secret ? props : null,
    isOfThread: threadId !== null,
  };
}
