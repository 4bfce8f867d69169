import { and, eq, sql } from "drizzle-orm";
import { changeRequests, contacts } from "@/db/schema";
import type { ChangeState } from "@/db/schema/constants";
import { AppError, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { missingThread } from "@/lib/threads/life/queries";
import { auditThread } from "@/lib/threads/life/service";
import { applyChange } from "@/lib/threads/requests/changes/staff/apply/service";
import { lockRequest, type RequestRecord } from "@/lib/threads/requests/record/queries";
import { CHANGE_LABELS } from "@/lib/threads/requests/rules";
import { changeableRows, decidesChanges } from "@/lib/threads/requests/staff/policy";
import type { ApproveInput, DeclineInput } from "@/lib/threads/requests/staff/schema";
import { answerRequest } from "@/lib/threads/requests/staff/service";
import { alreadySent } from "@/lib/threads/rules";
import { addEvent, isSaidAlready } from "@/lib/threads/service";
import { type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { listUnseen } from "@/lib/threads/unseen/queries";
import {
  type AskedChange,
  type ChangedContact,
  currentValue,
  findChange,
  findChangedContact,
  valueDigest,
} from "./queries";

interface Decided {
  readonly number: string;
}

type Decision = Exclude<ChangeState, "waiting">;

/**
 * What the form decides beside its sentence: all of it but its id, the request, and what stood on the screen. Two forms
 * with the same choices have the same digest, in whatever order their fields came.
 */
function choicesDigest(input: DeclineInput | ApproveInput): string {
  const { id, number, seen, sentence, ...rest } = input;
  const { nowDigest, ...choices } = { nowDigest: null, ...rest };
  return valueDigest(JSON.stringify(Object.entries(choices).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/**
 * A change that waits, its request locked; null where this very form has decided it so before. Throws FormUsed where the
 * form said or decided something else then.
 */
async function lockWaiting(
  context: StaffContext,
  input: DeclineInput | ApproveInput,
  decision: Decision,
): Promise<{ row: RequestRecord; change: AskedChange } | null> {
  const row = await lockRequest(context, { number: input.number });
  const change = row.topic === "change" ? await findChange(context, row.id) : null;
  if (!change) throw missingThread("request");
  if (!decidesChanges(context.viewer)) throw new AppError("FORBIDDEN", "Administrators approve and decline changes.");
  const actor = workerOf(context);
  const message = { id: input.id, body: input.sentence, files: [], source: "portal" } as const;
  if (await isSaidAlready(context, row, actor, message, alreadySent(row.number))) {
    // Decided before choices were kept: the sentence and the decision are all there is to compare.
    const kept = change.choicesDigest === null ? {} : { choicesDigest: choicesDigest(input) };
    requireSame({ state: decision, ...kept }, change, alreadySent(row.number));
    return null;
  }
  if (change.state !== "waiting") {
    throw new AppError("CONFLICT", `${change.decidedByName ?? "A colleague"} ${change.state} this change meanwhile.`);
  }
  if (row.status === "closed") {
    throw new AppError("CONFLICT", "The request was closed without a decision. Open it again before you decide.");
  }
  // A decision closes the request and stops its clock: over a message that nobody has read it would go unanswered.
  const [unseen] = input.seen ? await listUnseen(context, row.id, actor, input.seen) : [];
  if (unseen) {
    throw new AppError(
      "CONFLICT",
      `${unseen.name} wrote meanwhile. Read it in the conversation, then decide: your sentence is still here.`,
    );
  }
  return { row, change };
}

/**
 * Approves a change: writes what was asked for and nothing else, keeps what stood there before in the audit log, and
 * sends the sentence as a message that closes the request. For what words alone cannot name (a company, somebody of the
 * account team) the form says what is written. The same form sent twice is one decision. Throws AppError NOT_FOUND for
 * what the viewer may not see, FORBIDDEN for who is no administrator, CONFLICT for what was decided, closed, changed
 * or written since the administrator looked, INVALID for what cannot be written.
 */
export async function approveChange(context: StaffContext, input: ApproveInput): Promise<Decided> {
  const waiting = await lockWaiting(context, input, "approved");
  if (!waiting) return { number: input.number };
  const { row, change } = waiting;
  const contact = await lockContact(context, row, change.contactId);
  const before = await currentValue(context, contact, row, change.field);
  if (valueDigest(before) !== input.nowDigest) {
    const label = CHANGE_LABELS[change.field].toLowerCase();
    throw new AppError(
      "CONFLICT",
      `The ${label} has changed meanwhile: it is “${before}” now. Look again, then decide.`,
    );
  }
  const applied = await applyChange(context, { row, change, contact }, input);
  await audit(context, {
    brand: row.brand,
    // A new address is not the contact's before it was confirmed.
    action: change.field === "email" ? "contact.address-approved" : "contact.changed",
    entity: "contact",
    entityId: contact.id,
    details: { field: change.field, request: row.number, before, after: applied },
  });
  await decide(context, row, "approved", input, applied);
  return { number: row.number };
}

/** Declines a change with a sentence, which closes the request. Nothing of the account changes. Throws as approveChange. */
export async function declineChange(context: StaffContext, input: DeclineInput): Promise<Decided> {
  const waiting = await lockWaiting(context, input, "declined");
  if (waiting) await decide(context, waiting.row, "declined", input, null);
  return { number: input.number };
}

/** Who asked, locked as they are now. */
async function lockContact(context: StaffContext, row: RequestRecord, id: string): Promise<ChangedContact> {
  const { viewer, db } = context;
  await db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(changeableRows(viewer, contacts.brand, row.brand), eq(contacts.id, id)))
    .for("update");
  const contact = await findChangedContact(context, id);
  if (!contact) throw missingThread("request");
  if (contact.closedAt) throw new AppError("INVALID", "The account was closed meanwhile. Decline the change.");
  return contact;
}

async function decide(
  context: StaffContext,
  row: RequestRecord,
  state: Decision,
  input: DeclineInput | ApproveInput,
  applied: string | null,
): Promise<void> {
  const { viewer, db } = context;
  await db
    .update(changeRequests)
    .set({
      state,
      decidedBy: viewer.staffId,
      decidedByName: context.name,
      decidedAt: sql`clock_timestamp()`,
      applied,
      choicesDigest: choicesDigest(input),
    })
    .where(and(changeableRows(viewer, changeRequests.brand, row.brand), eq(changeRequests.requestId, row.id)));
  const actor = workerOf(context);
  await addEvent(context, row, actor, { kind: "decided", after: state });
  await auditThread(context, row, `change-${state}`);
  const { id, sentence } = input;
  await answerRequest(context, { id, number: row.number, body: sentence, files: [], then: "closed" });
}
