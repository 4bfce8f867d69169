import { and, eq, sql } from "drizzle-orm";
import { requests } from "@/db/schema";
import type { MessageSource, RequestStatus } from "@/db/schema/constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import { recordAudit } from "@/lib/gate/audit/record";
import type { Brand } from "@/lib/gate/brand/types";
import { alreadySent } from "@/lib/threads/cases/service";
import { writtenMeanwhile } from "@/lib/threads/cases/staff/service";
import { visibleRequests } from "@/lib/threads/policy";
import {
  lockRequest,
  missingRequest,
  type RequestRecord,
  said,
  updateRequest,
} from "@/lib/threads/requests/record/queries";
import { nextStatus } from "@/lib/threads/requests/rules";
import { type Actor, actorOf, addEvent, addMessage, addNote, isSaidAlready, markRead } from "@/lib/threads/service";
import { listUnseen } from "@/lib/threads/unseen/queries";
import { decidesChanges } from "./policy";
import type { AnswerRequestInput, NoteRequestInput } from "./schema";

/** What a write of staff needs to know of its request; an answer by mail has the same without one. */
export interface StaffRequestContext extends Context<StaffViewer> {
  /** A brand that is at hand; not always the request's, for staff work on every brand's host. */
  readonly brand?: Brand;
  /** As the account is called. */
  readonly name: string;
}

export const workerOf = ({ viewer, name }: StaffRequestContext): Actor => actorOf(viewer, name);

/** Writes an audit line about a request. */
export async function auditRequest(
  { viewer, db }: StaffRequestContext,
  row: Pick<RequestRecord, "id" | "brand" | "number">,
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await recordAudit(db, {
    brand: row.brand,
    actor: { kind: "staff", id: viewer.staffId },
    action,
    entity: "request",
    entityId: row.id,
    details: { number: row.number, ...details },
  });
}

/** Nothing is owed to the client any more. */
export const CLOCK_STOPPED = { answerDueAt: null, answerSince: null } as const;

/** What a new status changes beside itself: when it was closed. */
export function closingChange(row: RequestRecord, status: RequestStatus) {
  if (status === row.status) return {};
  if (status === "closed") return { closedAt: sql`clock_timestamp()` };
  return row.status === "closed" ? { closedAt: null } : {};
}

/**
 * An answer of the account team: a message to the client, which stops the answer clock. A request that nobody has is
 * the author's from then on; a change of details only an administrator's, for nobody else decides it. The same form sent
 * twice is one message; with something else in it FormUsed. Throws AppError NOT_FOUND for what the viewer may not see,
 * CONFLICT where somebody else has written since `seen` (but of a mail: then what a client wrote meanwhile still waits),
 * INVALID on files that are not the author's.
 */
export async function answerRequest(
  context: StaffRequestContext,
  input: AnswerRequestInput,
  source: MessageSource = "portal",
): Promise<{ number: string; messageId: string }> {
  const row = await lockRequest(context, { number: input.number });
  const actor = workerOf(context);
  const answered = { number: row.number, messageId: input.id };
  const message = { id: input.id, body: input.body, files: input.files, source };
  if (await isSaidAlready(context, row, actor, message, alreadySent(row.number))) return answered;
  const unseen = input.seen ? await listUnseen(context, row.id, actor, input.seen) : [];
  if (unseen[0] && source === "portal") throw writtenMeanwhile(unseen[0].name);
  // A mail cannot be sent again with a second look: it is said, and the client's newer message goes on waiting.
  const waits = unseen.some(({ by }) => by === "contact");
  const status = nextStatus("answer", row.status, waits ? "in_progress" : input.then);
  if (!status)
    throw new AppError("CONFLICT", "The request has changed meanwhile. Look at its status, then send again.");

  await addMessage(context, row, actor, message);
  const taken = row.ownerId === null && (row.kind !== "change" || decidesChanges(context.viewer));
  await updateRequest(context, row, {
    status,
    ...closingChange(row, status),
    ...(waits ? {} : CLOCK_STOPPED),
    ...said(actor),
    ...(row.firstAnsweredAt ? {} : { firstAnsweredAt: sql`clock_timestamp()` }),
    ...(taken ? { ownerId: actor.id, standsInFor: null } : {}),
  });
  if (taken) await addEvent(context, row, actor, { kind: "assigned", after: actor.name, internal: true });
  if (status !== row.status) await addEvent(context, row, actor, { kind: "status", before: row.status, after: status });
  await auditRequest(context, row, "request.answered", { message: input.id, status, source });
  return answered;
}

/**
 * An internal note. It locks and changes nothing of the request, so that no time, count or order that a client sees
 * moves. The same form sent twice is one note; with something else in it FormUsed. Throws as answerRequest otherwise.
 */
export async function noteRequest(
  context: StaffRequestContext,
  input: NoteRequestInput,
): Promise<{ number: string; noteId: string }> {
  const row = await findRow(context, input.number);
  const isNew = await addNote(context, row, workerOf(context), { id: input.id, body: input.body, files: input.files });
  if (isNew) await auditRequest(context, row, "request.noted", { note: input.id });
  return { number: row.number, noteId: input.id };
}

/** The viewer has read the request up to now. Throws AppError NOT_FOUND for what they may not see. */
export async function markRequestRead(context: Context<StaffViewer>, number: string): Promise<{ number: string }> {
  const row = await findRow(context, number);
  await markRead(context, row.id);
  return { number: row.number };
}

async function findRow({ viewer, db }: Context<StaffViewer>, number: string) {
  const [row] = await db
    .select({ id: requests.id, brand: requests.brand, number: requests.number })
    .from(requests)
    .where(and(visibleRequests(viewer), eq(requests.number, number)));
  if (!row) throw missingRequest();
  return row;
}
