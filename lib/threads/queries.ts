import { and, asc, desc, eq, gte, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { inOneStatement } from "@/db/one-statement";
import { files, inboundMails, messages, threadEvents, threadNotes, threads, wholeMails } from "@/db/schema";
import type { AccountKind } from "@/db/schema/constants";
import type { Context, Viewer } from "@/db/viewer";
import { heldWords, isPreviewed } from "@/lib/files/rules";
import { personOf } from "@/lib/gate/viewers";
import { decodePlace, encodePlace } from "@/lib/kit/lists/cursor";
import { placeInstant } from "@/lib/kit/lists/values";
import { businessInstant, instantWords, type Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { eventFacts, readOthers, readStaffPages } from "./pages/queries";
import { ofVisibleThreads, visibleThreads } from "./policy";
import { visibleReceived, visibleWholeMails } from "./received/policy";
import { listMailFiles } from "./received/queries";
import { type MailFileView, WAITING_STATES } from "./received/rules";
import { itemKey, type ThreadFile, type ThreadItem, type ThreadPage, type ThreadPerson } from "./types";

/**
 * Time before a place that is read again: a row whose transaction ended late may have an earlier time than rows that
 * were already read.
 */
const OVERLAP_MS = 10_000;
/** The most waiting mails that a conversation shows at a time. */
const MOST_WAITING = 20;

/**
 * A thread, oldest item first. With `after` (the place in an earlier answer) only what came since, and again what came
 * shortly before the place: callers replace items that they have by their key. Notes and unverified mail are read for
 * staff only. Null where the viewer may not see the thread.
 */
export async function readThread(
  context: Context,
  threadId: string,
  local: Zoned,
  after: string | null = null,
): Promise<ThreadPage | null> {
  const { viewer, db } = context;
  const joined = inOneStatement(context);
  const since = placeTime(after);
  // Each of these reads begins with what the viewer may see, so none has to wait for the thread.
  const newest = db
    .select({ id: messages.id })
    .from(messages)
    .where(and(ofVisibleThreads(viewer, messages.threadId), eq(messages.threadId, threadId)))
    .orderBy(sql`${messages.createdAt} desc, ${messages.id} desc`)
    .limit(1);
  const [[thread], items] = await Promise.all([
    joined.db
      .select({ newestMessageId: sql<string | null>`(${newest})` })
      .from(threads)
      .where(and(visibleThreads(viewer), eq(threads.id, threadId))),
    readItems(context, joined, threadId, local, since),
  ]);
  if (!thread) return null;
  items.sort(inOrder);
  const last = items.at(-1);
  return {
    threadId,
    items: items.map(({ item }) => item),
    newestMessageId: thread.newestMessageId,
    place: encodePlace([(last?.createdAt ?? since ?? new Date(0)).toISOString()]),
  };
}

/**
 * The instant (system time) of a place; null without a place and for text that is none: then the whole thread is read.
 */
function placeTime(place: string | null): Date | null {
  const parts = place === null ? null : decodePlace(place);
  return Array.isArray(parts) ? placeInstant(parts[0]) : null;
}

interface Stored {
  readonly createdAt: Date;
  readonly item: ThreadItem;
}

function inOrder(a: Stored, b: Stored): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (itemKey(a.item) < itemKey(b.item) ? -1 : 1);
}

/** `joined`: the same context, whose reads are joined. */
async function readItems(
  context: Context,
  joined: Context,
  threadId: string,
  local: Zoned,
  since: Date | null,
): Promise<Stored[]> {
  const me = personOf(context.viewer).id;
  const placed = (id: string, createdAt: Date) => {
    const at = businessInstant(createdAt);
    return { id, at: at.toString(), ...instantWords(at, local.zone) };
  };
  const rows = readRows(context, joined, threadId, since && new Date(since.getTime() - OVERLAP_MS));
  const [{ said, done, noted, waiting }, attached, whole, mailed, pages, others] = await Promise.all([
    rows,
    readFiles(joined, threadId),
    readWholeMails(joined, threadId),
    rows.then(({ waiting }) => readMailFiles(context, waiting)),
    readStaffPages(joined),
    rows.then(({ done }) => readOthers(context, done)),
  ]);
  const person = (kind: AccountKind, id: string, name: string): ThreadPerson => {
    return { kind, id, name, isMe: id === me, ...(kind === "staff" && pages.has(id) && { hasPage: true }) };
  };
  const ofMessage = (id: string) =>
    attached.filter((file) => file.messageId === id).map(threadFile(context.viewer.kind));
  const ofNote = (id: string) => attached.filter((file) => file.noteId === id).map(threadFile(context.viewer.kind));

  return [
    ...said.map(
      (row): Stored => ({
        createdAt: row.createdAt,
        item: {
          kind: "message",
          ...placed(row.id, row.createdAt),
          author: person(row.authorKind, row.authorId, row.authorName),
          source: row.source,
          body: row.body,
          folded: row.folded,
          files: ofMessage(row.id).filter(({ id }) => !row.foldedFiles.includes(id)),
          foldedFiles: ofMessage(row.id).filter(({ id }) => row.foldedFiles.includes(id)),
          mailFrom: row.mailFrom,
          wholeMail: whole.get(row.id) ?? null,
        },
      }),
    ),
    ...noted.map(
      (row): Stored => ({
        createdAt: row.createdAt,
        item: {
          kind: "note",
          ...placed(row.id, row.createdAt),
          author: person("staff", row.staffId, row.staffName),
          body: row.body,
          files: ofNote(row.id),
        },
      }),
    ),
    ...done.map(
      (row): Stored => ({
        createdAt: row.createdAt,
        item: {
          kind: "event",
          ...placed(row.id, row.createdAt),
          actor: row.actorKind && row.actorId ? person(row.actorKind, row.actorId, row.actorName ?? "") : null,
          ...eventFacts(context.viewer, row, { pages, others }),
        },
      }),
    ),
    ...waiting.map(
      (row): Stored => ({
        // The time at which the mail was handled, not at which it arrived: the job may run long after, when readers
        // have already asked for what came later.
        createdAt: row.handledAt ?? row.receivedAt,
        item: { ...placed(row.id, row.handledAt ?? row.receivedAt), ...mailOf(row), files: mailed.get(row.id) ?? [] },
      }),
    ),
  ];
}

const mailOf = ({ state, note, fromAddress, subject, body }: typeof inboundMails.$inferSelect) =>
  ({
    kind: "mail",
    isProven: state === "held",
    from: fromAddress ?? "",
    reason: note ?? "",
    subject: subject ?? "",
    body: body ?? "",
  }) as const;

/** The files of waiting mails, which only staff are shown, by the mail's id. */
async function readMailFiles({ viewer, db }: Context, waiting: readonly { readonly id: string }[]) {
  const ids = waiting.map(({ id }) => id);
  return viewer.kind === "staff" ? listMailFiles({ viewer, db }, ids) : new Map<string, readonly MailFileView[]>();
}

/** The rows of a thread; with `from` (system time) only those from then on. */
async function readRows({ viewer, db }: Context, joined: Context, threadId: string, from: Date | null) {
  const of = (column: PgColumn, at: PgColumn, ...more: (SQL | undefined)[]) =>
    and(ofVisibleThreads(viewer, column), eq(column, threadId), from ? gte(at, from) : undefined, ...more);
  // A file may be attached to a message that was read before. Then that message is read again.
  const changed = from
    ? or(
        gte(messages.createdAt, from),
        inArray(
          messages.id,
          db
            .select({ id: files.messageId })
            .from(files)
            .where(
              and(
                ofVisibleThreads(viewer, files.threadId),
                eq(files.threadId, threadId),
                isNotNull(files.messageId),
                gte(files.attachedAt, from),
              ),
            ),
        ),
      )
    : undefined;
  const said = db
    .select()
    .from(messages)
    .where(and(ofVisibleThreads(viewer, messages.threadId), eq(messages.threadId, threadId), changed))
    .orderBy(asc(messages.createdAt), asc(messages.id));
  const done = joined.db
    .select()
    .from(threadEvents)
    .where(
      of(
        threadEvents.threadId,
        threadEvents.createdAt,
        viewer.kind === "client" ? eq(threadEvents.internal, false) : undefined,
      ),
    );
  const noted =
    viewer.kind === "staff"
      ? joined.db.select().from(threadNotes).where(of(threadNotes.threadId, threadNotes.createdAt))
      : [];
  // Only the newest: a conversation does not show a flood of mails, but the list of received mail has all of them.
  const waiting =
    viewer.kind === "staff"
      ? joined.db
          .select()
          .from(inboundMails)
          .where(
            and(
              visibleReceived(viewer),
              eq(inboundMails.threadId, threadId),
              inArray(inboundMails.state, [...WAITING_STATES]),
              from ? gte(inboundMails.handledAt, from) : undefined,
            ),
          )
          .orderBy(desc(inboundMails.handledAt), desc(inboundMails.id))
          .limit(MOST_WAITING)
      : [];
  return together({ said, done, noted, waiting });
}

/** Ids of the mails that the viewer may read whole, by the id of their message. */
async function readWholeMails({ viewer, db }: Context, threadId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .select({ id: wholeMails.id, messageId: wholeMails.messageId })
    .from(wholeMails)
    .where(and(visibleWholeMails(viewer), eq(wholeMails.threadId, threadId)));
  return new Map(rows.map(({ id, messageId }) => [messageId, id]));
}

async function readFiles({ viewer, db }: Context, threadId: string) {
  const isHere = eq(files.threadId, threadId);
  return db
    .select({
      id: files.id,
      name: files.name,
      sizeBytes: files.sizeBytes,
      mediaType: files.mediaType,
      scan: files.scan,
      heldFor: files.heldFor,
      heldPart: files.heldPart,
      // A file of a chat that became this case has its place here in columns of its own.
      messageId: sql<string | null>`case when ${isHere} then ${files.messageId} else ${files.alsoMessageId} end`,
      noteId: sql<string | null>`case when ${isHere} then ${files.noteId} else ${files.alsoNoteId} end`,
    })
    .from(files)
    .where(
      or(
        and(
          ofVisibleThreads(viewer, files.threadId),
          isHere,
          viewer.kind === "client" ? isNotNull(files.messageId) : undefined,
        ),
        and(
          ofVisibleThreads(viewer, files.alsoThreadId),
          eq(files.alsoThreadId, threadId),
          viewer.kind === "client" ? isNotNull(files.alsoMessageId) : undefined,
        ),
      ),
    )
    .orderBy(asc(files.createdAt), asc(files.id));
}

type StoredFile = Awaited<ReturnType<typeof readFiles>>[number];

function threadFile(side: Viewer["kind"]) {
  return ({ id, name, sizeBytes, mediaType, scan, heldFor, heldPart }: StoredFile): ThreadFile => ({
    ...{ id, name, sizeBytes, isImage: isPreviewed(mediaType), scan },
    heldWords: side === "staff" && heldFor ? heldWords(heldFor, heldPart) : null,
  });
}
