import { and, eq, type SQL, sql } from "drizzle-orm";
import { threads } from "@/db/schema";
import type { CloseReason, MessageSource, RequestKind, Severity, ThreadKind } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { audit } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { systemNow } from "@/lib/kit/time";
import { owed, owedSince, promisedHours } from "@/lib/threads/answer-clock/queries";
import { kindOf, nextStatus } from "@/lib/threads/kinds";
import { visibleThreads } from "@/lib/threads/policy";
import { type Actor, actorOf, addEvent, addMessage } from "@/lib/threads/service";
import type { ThreadRecord } from "./queries";

/* What clients do to threads of any kind: they begin them, write in them and close them. What staff do is in staff/. */

/**
 * What a client's write needs beside its input. An action has it from its HTTP request; a reply by mail, which has no
 * HTTP request, brings it along.
 */
export interface ClientContext extends Context<ClientViewer> {
  readonly brand: Brand;
  /** The name of the account. */
  readonly name: string;
}

/** A message as it was sent, from the page or by mail. On the page, the id is made with the form. */
export interface Said {
  readonly id: string;
  readonly body: string;
  readonly files: readonly string[];
  readonly source: MessageSource;
  /** For a mail: its signature and closing. */
  readonly folded?: string | undefined;
  /** Those of its files that belong to the signature. */
  readonly foldedFiles?: readonly string[] | undefined;
}

/** What a reply by mail has in addition to a reply in the portal. */
export type Folding = Pick<Said, "folded" | "foldedFiles">;

export const foldingOf = ({ folded, foldedFiles }: Folding): Folding => ({ folded, foldedFiles });

export interface Replied {
  /** Number of the thread in which the message is. */
  readonly number: string;
  readonly messageId: string;
}

type ThreadChange = Partial<{ [K in keyof ThreadRecord]: ThreadRecord[K] | SQL }>;

/** Writes changes of a thread, which the caller has locked. */
export async function updateThread(
  { viewer, db }: Context,
  { id, kind }: Pick<ThreadRecord, "id" | "kind">,
  change: ThreadChange,
): Promise<void> {
  await db
    .update(threads)
    .set(change)
    .where(and(visibleThreads(viewer, kind), eq(threads.id, id)));
}

/** The columns of a thread that a message by this author changes, beside the status. */
export function said(actor: Actor) {
  return {
    activeAt: sql`clock_timestamp()`,
    lastMessageAt: sql`clock_timestamp()`,
    lastAuthorKind: actor.kind,
    lastAuthorId: actor.id,
  };
}

/** The change of a thread in which clients see something new that is no message. */
export const TOUCHED = { activeAt: sql`clock_timestamp()` };

/** The change of a thread in which the firm no longer owes an answer. */
export const CLOCK_STOPPED = { answerDueAt: null, answerSince: null } as const;

/** Writes an audit event about a thread, such as `case.closed`. */
export async function auditThread(
  context: Context,
  { id, brand, kind, number }: Pick<ThreadRecord, "id" | "brand" | "kind" | "number">,
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { noun } = kindOf(kind);
  await audit(context, {
    brand,
    action: `${noun}.${action}`,
    entity: noun,
    entityId: id,
    details: { number, ...details },
  });
}

interface NewThread {
  readonly id: string;
  readonly kind: ThreadKind;
  readonly companyId: string;
  readonly subject: string;
  readonly topic?: RequestKind;
  readonly severity?: Severity;
  readonly product?: string;
  /** Minutes to the first answer. */
  readonly target: number;
}

/** Inserts a thread that has no messages yet; null where a thread with this id exists already, whoever opened it. */
export async function openThread(context: ClientContext, thread: NewThread): Promise<{ number: string } | null> {
  const { viewer, db, brand, name } = context;
  const { id, kind, companyId, subject, topic, severity, product } = thread;
  const hours = await promisedHours(context, brand, { kind, companyId, product: product ?? null });
  const clock = owed(hours, systemNow(), thread.target);
  const [made] = await db
    .insert(threads)
    .values({
      ...{ id, kind, companyId, subject, brand: brand.key, topic, severity, product },
      ...{ openedBy: viewer.contactId, openedByName: name, lastAuthorId: viewer.contactId },
      ...{ ...clock, firstAnswerDueAt: clock.answerDueAt },
    })
    .onConflictDoNothing()
    .returning({ number: threads.number });
  return made ?? null;
}

/** Adds to a thread that was just opened its first event and message, and writes the audit event. */
export async function beginThread(
  context: ClientContext,
  thread: Pick<ThreadRecord, "id" | "kind" | "number">,
  message: Said,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const actor = actorOf(context.viewer, context.name);
  const row = { ...thread, brand: context.brand.key };
  const { begins } = kindOf(thread.kind);
  await addEvent(context, row, actor, { kind: begins.event });
  await addMessage(context, row, actor, message);
  await auditThread(context, row, begins.action, details);
}

/**
 * Adds a client's message to a thread, which the caller has locked, and sets the status that follows. An answer is owed
 * from now on, unless one was owed already.
 */
export async function replyToThread(context: ClientContext, row: ThreadRecord, message: Said): Promise<Replied> {
  const actor = actorOf(context.viewer, context.name);
  const status = nextStatus(row.kind, "client_message", row.status) ?? row.status;
  await addMessage(context, row, actor, message);
  await updateThread(context, row, {
    status,
    ...(row.status === "closed" ? { closedAt: null, closeReason: null } : {}),
    ...(row.answerDueAt ? {} : await owedSince(context, context.brand, row, systemNow())),
    ...said(actor),
  });
  if (status !== row.status) {
    await addEvent(context, row, actor, {
      ...{ kind: "status", before: row.status, after: status, messageId: message.id },
    });
  }
  return { number: row.number, messageId: message.id };
}

/**
 * Closes a thread, which the caller has locked, for a client; `reason` is for kinds that are closed with one. Closing a
 * closed thread changes nothing.
 */
export async function closeThread(
  context: ClientContext,
  row: ThreadRecord,
  reason: CloseReason | null,
): Promise<{ number: string }> {
  const status = nextStatus(row.kind, "client_close", row.status);
  if (!status) return { number: row.number };
  const actor = actorOf(context.viewer, context.name);
  await updateThread(context, row, {
    ...{ status, closeReason: reason, closedAt: sql`clock_timestamp()` },
    ...{ ...TOUCHED, ...CLOCK_STOPPED },
  });
  await addEvent(context, row, actor, { kind: "status", before: row.status, after: statusWords(status, reason) });
  await auditThread(context, row, "closed", reason === null ? {} : { reason });
  return { number: row.number };
}

/** A status as events record it: `closed:solved`, `in_progress`. */
export const statusWords = (status: string, reason: CloseReason | null) => (reason ? `${status}:${reason}` : status);
