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
 * Digest of what the form decides beside its sentence: of all fields but its id, the request's number and what was on
 * the screen (`seen`, `nowDigest`). Two forms with the same choices have the same digest, in whatever order their
 * fields came.
 */
function choicesDigest(input: DeclineInput | ApproveInput): string {
  const { id, number, seen, sentence, ...rest } = input;
  const { nowDigest, ...choices } = { nowDigest: null, ...rest };
  return valueDigest(JSON.stringify(Object.entries(choices).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/**
 * A change that waits for a decision, with its request locked; null where this form made the same decision before.
 * Throws FormUsed where it had another sentence or decided something else then.
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
    // A change that was decided before digests of the choices were stored has none: then only the sentence and the
    // decision can be compared.
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
  // A decision closes the request and stops its answer clock, so a message that the administrator has not read would
  // stay unanswered.
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
 * Approves a change: writes what was asked for and nothing else, keeps the value before in the audit log, and sends the
 * sentence as a message that closes the request. Where the wanted words alone do not say what to write (a company,
 * somebody of the account team), the form says it. The same form sent twice is one decision. Throws AppError NOT_FOUND
 * for a change that the viewer may not see, FORBIDDEN for a viewer who is no administrator, CONFLICT for a change that
 * was decided, a request that was closed, and a value that was changed or a message that was written since the
 * administrator looked, INVALID for what cannot be written, FormUsed for a form sent again with other content.
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
    // A new address belongs to the contact only when it is confirmed.
    action: change.field === "email" ? "contact.address-approved" : "contact.changed",
    entity: "contact",
    entityId: contact.id,
    details: { field: change.field, request: row.number, before, after: applied },
  });
  await decide(context, row, "approved", input, applied);
  return { number: row.number };
}

/**
 * Declines a change with a sentence, which closes the request. Nothing of the account changes. Throws as approveChange.
 */
export async function declineChange(context: StaffContext, input: DeclineInput): Promise<Decided> {
  const waiting = await lockWaiting(context, input, "declined");
  if (waiting) await decide(context, waiting.row, "declined", input, null);
  return { number: input.number };
}

/** The contact who asked for the change, locked and as their row is now. */
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
