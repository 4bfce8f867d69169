import { and, eq, sql } from "drizzle-orm";
import { cases } from "@/db/schema";
import type { MessageSource } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { recordAudit } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { worksCases } from "@/lib/gate/rights";
import type { CaseRecord } from "@/lib/threads/cases/queries";
import { nextStatus } from "@/lib/threads/cases/rules";
import { alreadySent, lockCase, missingCase, said, updateCase } from "@/lib/threads/cases/service";
import { visibleCases } from "@/lib/threads/policy";
import { type Actor, actorOf, addEvent, addMessage, addNote, isSaidAlready, markRead } from "@/lib/threads/service";
import { listUnseen } from "@/lib/threads/unseen/queries";
import type { AnswerInput, NoteInput } from "./schema";

/** What an agent's write of a case needs to know of its request; an answer by mail has the same without one. */
export interface StaffCaseContext extends Context<StaffViewer> {
  /** A brand that is at hand; not always the case's, for staff work on every brand's host. */
  readonly brand?: Brand;
  /** As the account is called. */
  readonly name: string;
}

/** Who reads cases and may not work them is told so; to anybody else the case does not exist. */
async function requireWorks({ viewer, db }: StaffCaseContext, number: string): Promise<void> {
  if (worksCases(viewer)) return;
  const [row] = await db
    .select({ id: cases.id })
    .from(cases)
    .where(and(visibleCases(viewer), eq(cases.number, number)));
  if (!row) throw missingCase();
  throw new AppError("FORBIDDEN", "Your role reads cases. Support agents and administrators work them.");
}

/** The case, locked for work on it. Throws AppError NOT_FOUND for what the viewer may not see, FORBIDDEN for who only reads. */
export async function lockToWork(context: StaffCaseContext, number: string): Promise<CaseRecord> {
  await requireWorks(context, number);
  return lockCase(context, { number });
}

export const agentOf = ({ viewer, name }: StaffCaseContext): Actor => actorOf(viewer, name);

/** Writes an audit line about a case. */
export async function auditCase(
  { viewer, db }: StaffCaseContext,
  row: Pick<CaseRecord, "id" | "brand" | "number">,
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await recordAudit(db, {
    brand: row.brand,
    actor: { kind: "staff", id: viewer.staffId },
    action,
    entity: "case",
    entityId: row.id,
    details: { number: row.number, ...details },
  });
}

/** Nothing is owed to the client any more. */
export const CLOCK_STOPPED = { answerDueAt: null, answerSince: null } as const;

/**
 * An agent's answer: a message to the client, which stops the answer clock. A case that nobody has is theirs from then
 * on. The same form sent twice is one message; with something else in it FormUsed. Throws AppError NOT_FOUND and
 * FORBIDDEN as lockToWork, CONFLICT where somebody else has written since `seen` (but of a mail: then what a client wrote
 * meanwhile still waits), INVALID on files that are not the author's.
 */
export async function answerCase(
  context: StaffCaseContext,
  input: AnswerInput,
  source: MessageSource = "portal",
): Promise<{ number: string; messageId: string }> {
  const row = await lockToWork(context, input.number);
  const actor = agentOf(context);
  const answered = { number: row.number, messageId: input.id };
  const message = { id: input.id, body: input.body, files: input.files, source };
  if (await isSaidAlready(context, row, actor, message, alreadySent(row.number))) return answered;
  const unseen = input.seen ? await listUnseen(context, row.id, actor, input.seen) : [];
  if (unseen[0] && source === "portal") throw writtenMeanwhile(unseen[0].name);
  // A mail cannot be sent again with a second look: it is said, and the client's newer message goes on waiting.
  const waits = unseen.some(({ by }) => by === "contact");
  const status = nextStatus("answer", row.status, waits ? "in_progress" : input.then);
  if (!status) throw new AppError("CONFLICT", "The case has changed meanwhile. Look at its status, then send again.");

  await addMessage(context, row, actor, message);
  const taken = row.assigneeId === null;
  await updateCase(context, row, {
    status,
    ...closingChange(row, status),
    ...(waits ? {} : CLOCK_STOPPED),
    ...said(actor),
    ...(row.firstAnsweredAt ? {} : { firstAnsweredAt: sql`clock_timestamp()` }),
    ...(taken ? { assigneeId: actor.id } : {}),
  });
  if (taken) await addEvent(context, row, actor, { kind: "assigned", after: actor.name, internal: true });
  if (status !== row.status) {
    const after = status === "closed" ? "closed:solved" : status;
    await addEvent(context, row, actor, { kind: "status", before: row.status, after });
  }
  await auditCase(context, row, "case.answered", { message: input.id, status, source });
  return answered;
}

/** A case that is closed with an answer is solved; one that was closed and opens again has no reason any more. */
function closingChange(row: CaseRecord, status: CaseRecord["status"]) {
  if (status === row.status) return {};
  if (status === "closed") return { closedAt: sql`clock_timestamp()`, closeReason: "solved" as const };
  return row.status === "closed" ? { closedAt: null, closeReason: null } : {};
}

export const writtenMeanwhile = (name: string) =>
  new AppError(
    "CONFLICT",
    `${name} wrote while you were answering. Read it above, then send again: your text is still here.`,
  );

/** Stopping the clock over a message that nobody has read would leave it unanswered. */
export const writtenBeforeStatus = (name: string) =>
  new AppError(
    "CONFLICT",
    `${name} wrote meanwhile. Read it in the conversation, then set the status: your choice is still here.`,
  );

/**
 * An internal note. It locks and changes nothing of the case, so that no time, count or order that a client sees moves.
 * The same form sent twice is one note; with something else in it FormUsed. Throws as answerCase otherwise.
 */
export async function noteCase(
  context: StaffCaseContext,
  input: NoteInput,
): Promise<{ number: string; noteId: string }> {
  await requireWorks(context, input.number);
  const row = await findRow(context, input.number);
  const isNew = await addNote(context, row, agentOf(context), { id: input.id, body: input.body, files: input.files });
  if (isNew) await auditCase(context, row, "case.noted", { note: input.id });
  return { number: row.number, noteId: input.id };
}

/** The viewer has read the case up to now, whether they work it or not. Throws AppError NOT_FOUND for what they may not see. */
export async function markCaseRead(context: Context<StaffViewer>, number: string): Promise<{ number: string }> {
  const row = await findRow(context, number);
  await markRead(context, row.id);
  return { number: row.number };
}

async function findRow({ viewer, db }: Context<StaffViewer>, number: string) {
  const [row] = await db
    .select({ id: cases.id, brand: cases.brand, number: cases.number })
    .from(cases)
    .where(and(visibleCases(viewer), eq(cases.number, number)));
  if (!row) throw missingCase();
  return row;
}
