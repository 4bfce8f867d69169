import { and, asc, eq, ilike, inArray, type SQL, sql } from "drizzle-orm";
import { inboundMails, mailFiles, threads, wholeMails } from "@/db/schema";
import type { InboundState, ThreadKind } from "@/db/schema/constants";
import type { MailField } from "@/db/schema/inbound-mail";
import type { Context, StaffViewer } from "@/db/viewer";
import { type ListTime, listTime } from "@/lib/kit/list-time";
import { type ListPage, readKeysetPage } from "@/lib/kit/lists/page";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import type { Zoned } from "@/lib/kit/time";
import { visibleThreads } from "@/lib/threads/policy";
import { visibleMailFiles, visibleReceived, visibleWholeMails } from "./policy";
import { type MailFileView, type ReceivedFilter, stateOfFile, WAITING_STATES, waits } from "./rules";
import { RECEIVED_PAGE_SIZE, type ReceivedCursor, type ReceivedFilters } from "./schema";

/** A received mail as lists show it. */
export interface ReceivedRow {
  readonly id: string;
  readonly brand: string;
  readonly state: InboundState;
  readonly reason: string | null;
  readonly from: string;
  readonly subject: string;
  readonly thread: { readonly kind: ThreadKind; readonly number: string };
  /** When it was received: business time in ISO 8601, and as the viewer reads it. */
  readonly time: ListTime;
}

const columns = {
  id: inboundMails.id,
  state: inboundMails.state,
  note: inboundMails.note,
  fromAddress: inboundMails.fromAddress,
  subject: inboundMails.subject,
  receivedAt: inboundMails.receivedAt,
  brand: threads.brand,
  kind: threads.kind,
  number: threads.number,
};

const ofState = (filter: ReceivedFilter | null): SQL | undefined => {
  if (filter === "all") return undefined;
  return filter === null ? inArray(inboundMails.state, [...WAITING_STATES]) : eq(inboundMails.state, filter);
};

function within(viewer: StaffViewer, filters: ReceivedFilters) {
  return and(
    visibleReceived(viewer),
    visibleThreads(viewer),
    ofState(filters.state),
    filters.brand ? eq(threads.brand, filters.brand) : undefined,
    ...searchWords(filters.q).map((word) => ilike(inboundMails.fromAddress, likePattern(word))),
  );
}

const ofThread = eq(threads.id, inboundMails.threadId);

function rowOf({ note, fromAddress, subject, receivedAt, kind, number, ...row }: Stored, local: Zoned): ReceivedRow {
  return {
    ...row,
    reason: note,
    from: fromAddress ?? "",
    subject: subject ?? "",
    thread: { kind, number },
    time: listTime(receivedAt, local.zone),
  };
}

interface Stored {
  readonly id: string;
  readonly state: InboundState;
  readonly note: string | null;
  readonly fromAddress: string | null;
  readonly subject: string | null;
  readonly receivedAt: Date;
  readonly brand: string;
  readonly kind: ThreadKind;
  readonly number: string;
}

/** Mails received for threads that the viewer answers, newest first. A cursor beyond the list shows the first page. */
export async function listReceived(
  { viewer, db }: Context<StaffViewer>,
  filters: ReceivedFilters,
  local: Zoned,
): Promise<ListPage<ReceivedRow, ReceivedCursor>> {
  const { page } = await readKeysetPage({
    size: RECEIVED_PAGE_SIZE,
    order: { keys: { at: [inboundMails.receivedAt, "timestamptz"], id: [inboundMails.id, "uuid"] }, descending: true },
    cursor: filters.cursor,
    rows: ({ where, orderBy, limit }) =>
      db
        .select(columns)
        .from(inboundMails)
        .innerJoin(threads, ofThread)
        .where(and(within(viewer, filters), where))
        .orderBy(...orderBy)
        .limit(limit),
    place: ({ receivedAt, id }, side): ReceivedCursor => ({ side, at: receivedAt.toISOString(), id }),
    totals: (counts) =>
      db.select(counts).from(inboundMails).innerJoin(threads, ofThread).where(within(viewer, filters)),
  });
  return { ...page, rows: page.rows.map((row) => rowOf(row, local)) };
}

/** The number of mails in each list, without further filters. */
export async function countReceived({
  viewer,
  db,
}: Context<StaffViewer>): Promise<Record<ReceivedFilter | "waiting", number>> {
  const rows = await db
    .select({ state: inboundMails.state, count: sql`count(*)`.mapWith(Number) })
    .from(inboundMails)
    .where(visibleReceived(viewer))
    .groupBy(inboundMails.state);
  const sum = (fits: (state: InboundState) => boolean) =>
    rows.filter(({ state }) => fits(state)).reduce((total, { count }) => total + count, 0);
  return {
    waiting: sum(waits),
    joined: sum((state) => state === "joined"),
    dismissed: sum((state) => state === "dismissed"),
    dropped: sum((state) => state === "dropped"),
    all: sum(() => true),
  };
}

/** All of a mail, as it came. */
export interface WholeMailView {
  readonly id: string;
  readonly headers: readonly MailField[];
  readonly text: string;
  /** The HTML part as text; empty if there was none. */
  readonly html: string;
  readonly files: readonly string[];
  readonly thread: { readonly kind: ThreadKind; readonly number: string };
  readonly messageId: string;
}

/** A whole mail; null for one that the viewer may not read. */
export async function findWholeMail({ viewer, db }: Context, id: string): Promise<WholeMailView | null> {
  const [row] = await db
    .select({
      id: wholeMails.id,
      headers: wholeMails.headers,
      text: wholeMails.text,
      html: wholeMails.html,
      files: wholeMails.files,
      messageId: wholeMails.messageId,
      kind: threads.kind,
      number: threads.number,
    })
    .from(wholeMails)
    .innerJoin(threads, eq(threads.id, wholeMails.threadId))
    .where(and(visibleWholeMails(viewer), visibleThreads(viewer), eq(wholeMails.id, id)));
  if (!row) return null;
  const { kind, number, ...mail } = row;
  return { ...mail, thread: { kind, number } };
}

interface ReceivedDetail extends ReceivedRow {
  /** The text that agents read if the whole mail was not kept. */
  readonly body: string | null;
  readonly handledBy: string | null;
  readonly messageId: string | null;
  /** Null for mails that were received before whole mails were kept. */
  readonly whole: WholeMailView | null;
  readonly files: readonly MailFileView[];
}

/** The files of waiting mails that are kept, fetched, or left out, by the mail's id; in the order of the mail. */
export async function listMailFiles(
  { viewer, db }: Context<StaffViewer>,
  mailIds: readonly string[],
): Promise<ReadonlyMap<string, readonly (MailFileView & { readonly place: number })[]>> {
  if (mailIds.length === 0) return new Map();
  const rows = await db
    .select({
      mailId: mailFiles.mailId,
      place: mailFiles.place,
      name: mailFiles.name,
      sizeBytes: mailFiles.sizeBytes,
      fileId: mailFiles.fileId,
      leftOut: mailFiles.leftOut,
    })
    .from(mailFiles)
    .where(and(visibleMailFiles(viewer), inArray(mailFiles.mailId, [...mailIds])))
    .orderBy(asc(mailFiles.place));
  const byMail = new Map<string, (MailFileView & { readonly place: number })[]>();
  for (const row of rows) {
    const { mailId, place, name } = row;
    byMail.set(mailId, [...(byMail.get(mailId) ?? []), { place, name, state: stateOfFile(row) }]);
  }
  return byMail;
}

/** A received mail; null for one that the viewer may not read. */
export async function findReceived(
  context: Context<StaffViewer>,
  id: string,
  local: Zoned,
): Promise<ReceivedDetail | null> {
  const { viewer, db } = context;
  const [row] = await db
    .select({
      ...columns,
      body: inboundMails.body,
      handledBy: inboundMails.handledByName,
      messageId: inboundMails.createdMessageId,
    })
    .from(inboundMails)
    .innerJoin(threads, ofThread)
    .where(and(visibleReceived(viewer), visibleThreads(viewer), eq(inboundMails.id, id)));
  if (!row) return null;
  const { body, handledBy, messageId, ...stored } = row;
  const [whole, listed] = await Promise.all([findWholeMail(context, id), listMailFiles(context, [id])]);
  const known = new Map((listed.get(id) ?? []).map((file) => [file.place, file]));
  const files = (whole?.files ?? []).map((name, place) => known.get(place) ?? { name, state: null });
  return { ...rowOf(stored, local), body, handledBy, messageId, whole, files };
}
