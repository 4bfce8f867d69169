import { and, eq, type SQL, sql } from "drizzle-orm";
import { threads } from "@/db/schema";
import type { CloseReason, MessageSource, RequestKind, Severity, ThreadKind } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { audit } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { systemNow } from "@/lib/kit/time";
import { owed, owedSince } from "@/lib/threads/answer-clock/queries";
import { kindOf, nextStatus } from "@/lib/threads/kinds";
import { visibleThreads } from "@/lib/threads/policy";
import { type Actor, actorOf, addEvent, addMessage } from "@/lib/threads/service";
import type { ThreadRecord } from "./queries";

/* What clients do to a thread of any kind: it begins, they write, they close it. Staff's deeds stand in staff/. */

/** What a client's write needs to know of its request; a reply by mail has the same without one. */
export interface ClientContext extends Context<ClientViewer> {
  readonly brand: Brand;
  /** As the account is called. */
  readonly name: string;
}

/** What was typed, by whichever way it came. The id is made with its form. */
export interface Said {
  readonly id: string;
  readonly body: string;
  readonly files: readonly string[];
  readonly source: MessageSource;
  /** Of a mail: its signature and closing. */
  readonly folded?: string | undefined;
  /** Of its files those that are of the signature. */
  readonly foldedFiles?: readonly string[] | undefined;
}

/** What a reply by mail holds beside what its form would. */
export type Folding = Pick<Said, "folded" | "foldedFiles">;

export const foldingOf = ({ folded, foldedFiles }: Folding): Folding => ({ folded, foldedFiles });

export interface Replied {
  /** The thread that the message stands in. */
  readonly number: string;
  readonly messageId: string;
}

type ThreadChange = Partial<{ [K in keyof ThreadRecord]: ThreadRecord[K] | SQL }>;

/** Writes what changed of a locked thread. */
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

/** What a message of this author changes of its thread, beside the status. */
export function said(actor: Actor) {
  return {
    activeAt: sql`clock_timestamp()`,
    lastMessageAt: sql`clock_timestamp()`,
    lastAuthorKind: actor.kind,
    lastAuthorId: actor.id,
  };
}

/** What clients see has changed, without a message. */
export const TOUCHED = { activeAt: sql`clock_timestamp()` };

/** Nothing is owed to the client any more. */
export const CLOCK_STOPPED = { answerDueAt: null, answerSince: null } as const;

/** Writes an audit line about a thread, `case.closed`. */
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

/** Begins a thread without a word in it yet; null where one with this id stands already, whosesoever. */
export async function openThread(context: ClientContext, thread: NewThread): Promise<{ number: string } | null> {
  const { viewer, db, brand, name } = context;
  const { id, kind, companyId, subject, topic, severity, product } = thread;
  const clock = owed(brand, kind, systemNow(), thread.target);
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

/** The first words of a thread that was just begun, and what is written of its beginning. */
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

/** A client's message to a locked thread: what waited on them goes on, and an answer is owed from now unless one was. */
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

/** A client closes a locked thread; `reason` for a kind that is closed with one. Closing what is closed changes nothing. */
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

/** A status as an event tells of it: `closed:solved`, `in_progress`. */
export const statusWords = (status: string, reason: CloseReason | null) => (reason ? `${status}:${reason}` : status);
