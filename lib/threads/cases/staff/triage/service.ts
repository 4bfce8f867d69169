import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { CloseReason } from "@/db/schema/constants";
import { AppError } from "@/lib/errors";
import { brandByKey } from "@/lib/gate/brand/load";
import { addParticipant, removeParticipant } from "@/lib/threads/cases/participants/service";
import { type CaseRecord, readTargets } from "@/lib/threads/cases/queries";
import { answerDue, nextStatus, STAFF_STATUS_LABELS } from "@/lib/threads/cases/rules";
import type { ParticipantInput } from "@/lib/threads/cases/schema";
import { updateCase } from "@/lib/threads/cases/service";
import { findAgent, findStaffName } from "@/lib/threads/cases/staff/choices/queries";
import type { AssignInput, DismissInput, StatusInput, TakeInput, TriageInput } from "@/lib/threads/cases/staff/schema";
import {
  agentOf,
  auditCase,
  CLOCK_STOPPED,
  lockToWork,
  type StaffCaseContext,
  writtenBeforeStatus,
} from "@/lib/threads/cases/staff/service";
import { addEvent } from "@/lib/threads/service";
import { listUnseen } from "@/lib/threads/unseen/queries";
import { dismissUnverified } from "@/lib/threads/unverified/service";

/*
 * What agents do to a case beside answering. Each locks the case as lockToWork does and throws AppError NOT_FOUND and
 * FORBIDDEN as it does. Doing what is done already changes nothing.
 */

interface Done {
  readonly number: string;
}

/** What clients see has changed, without a message. */
const touched = { activeAt: sql`clock_timestamp()` };

/** Gives the case to somebody who works cases of its brand, or to nobody. Clients are not told. Throws INVALID for others. */
export async function assignCase(context: StaffCaseContext, input: AssignInput): Promise<Done> {
  const row = await lockToWork(context, input.number);
  const assignee = input.assignee ? await findAgent(context, row.brand, input.assignee) : null;
  if (input.assignee && !assignee) {
    throw new AppError("INVALID", "Choose somebody from the list: this person does not work cases of the brand.", {
      field: "assignee",
    });
  }
  if (row.assigneeId !== (assignee?.id ?? null)) await giveTo(context, row, assignee);
  return { number: row.number };
}

/**
 * The viewer takes the case; a new one is in progress from then on. Throws CONFLICT where it has come to somebody else
 * since the viewer looked.
 */
export async function takeCase(context: StaffCaseContext, input: TakeInput): Promise<Done> {
  const row = await lockToWork(context, input.number);
  const actor = agentOf(context);
  if (row.assigneeId === actor.id) return { number: row.number };
  if (row.assigneeId !== null && row.assigneeId !== input.from) {
    const other = await findStaffName(context, row.assigneeId);
    throw new AppError("CONFLICT", `${other ?? "A colleague"} has taken this case meanwhile.`);
  }
  await giveTo(context, row, { id: actor.id, name: actor.name });
  const status = nextStatus("take", row.status);
  if (status && status !== row.status) {
    await updateCase(context, row, { status, ...touched });
    await addEvent(context, row, actor, { kind: "status", before: row.status, after: status });
  }
  return { number: row.number };
}

async function giveTo(context: StaffCaseContext, row: CaseRecord, to: { id: string; name: string } | null) {
  const before = row.assigneeId ? await findStaffName(context, row.assigneeId) : null;
  await updateCase(context, row, { assigneeId: to?.id ?? null });
  await addEvent(context, row, agentOf(context), {
    kind: "assigned",
    before,
    after: to?.name ?? null,
    ...(to && { subjectId: to.id }),
    internal: true,
  });
  await auditCase(context, row, "case.assigned", { from: row.assigneeId, to: to?.id ?? null });
}

/**
 * Sets the status. Waiting on the client or closed, the firm owes nothing; opened again, it owes nothing until the
 * client writes. Throws CONFLICT where the status is no longer the one that the viewer saw, or leads nowhere, and where
 * the clock would stop over what a client has written since `seen`.
 */
export async function setStatus(context: StaffCaseContext, input: StatusInput): Promise<Done> {
  const row = await lockToWork(context, input.number);
  const [wish, reason] = splitChoice(input.status);
  if (row.status === wish && (row.closeReason ?? undefined) === reason) return { number: row.number };
  const status = row.status === input.from ? nextStatus("staff_status", row.status, wish) : null;
  if (!status) {
    const now = STAFF_STATUS_LABELS[row.status];
    throw new AppError("CONFLICT", `The status is “${now}” by now. Look at the messages, then set it again.`);
  }
  const owesNothing = status !== "in_progress" || row.status === "closed";
  const unseen = owesNothing && input.seen ? await listUnseen(context, row.id, agentOf(context), input.seen) : [];
  const client = unseen.find(({ by }) => by === "contact");
  if (client) throw writtenBeforeStatus(client.name);
  await updateCase(context, row, {
    status,
    closedAt: status === "closed" ? sql`clock_timestamp()` : null,
    closeReason: reason ?? null,
    ...(owesNothing ? CLOCK_STOPPED : {}),
    ...touched,
  });
  await addEvent(context, row, agentOf(context), { kind: "status", before: row.status, after: input.status });
  await auditCase(context, row, status === "closed" ? "case.closed" : "case.status-set", {
    from: row.status,
    to: input.status,
  });
  return { number: row.number };
}

function splitChoice(choice: StatusInput["status"]): readonly [CaseRecord["status"], CloseReason | undefined] {
  if (choice === "closed:solved") return ["closed", "solved"];
  if (choice === "closed:withdrawn") return ["closed", "withdrawn"];
  return [choice, undefined];
}

/**
 * Sets what the case is about. A change of severity moves the answer that is owed, and while none was given also the
 * first one that was promised: both counted anew from when the client asked.
 */
export async function triageCase(context: StaffCaseContext, input: TriageInput): Promise<Done> {
  const row = await lockToWork(context, input.number);
  const actor = agentOf(context);
  const severity = input.severity === input.was.severity ? row.severity : input.severity;
  const product = input.product === input.was.product ? row.product : input.product;
  const version = (input.version ?? "") === (input.was.version ?? "") ? row.productVersion : input.version || null;
  const isAbout = (name: string, release: string | null) => [name, release].filter(Boolean).join(" ");
  const hasNewProduct = product !== row.product || version !== row.productVersion;
  if (severity === row.severity && !hasNewProduct) return { number: row.number };

  const clock = severity === row.severity ? {} : await clockAt(context, row, severity);
  await updateCase(context, row, { severity, product, productVersion: version, ...clock, ...touched });
  if (severity !== row.severity) {
    await addEvent(context, row, actor, { kind: "severity", before: row.severity, after: severity });
  }
  if (hasNewProduct) {
    const before = isAbout(row.product, row.productVersion);
    await addEvent(context, row, actor, { kind: "product", before, after: isAbout(product, version) });
  }
  await auditCase(context, row, "case.triaged", {
    ...(severity === row.severity ? {} : { severity: { from: row.severity, to: severity } }),
    ...(hasNewProduct ? { product, version } : {}),
  });
  return { number: row.number };
}

async function clockAt(context: StaffCaseContext, row: CaseRecord, severity: CaseRecord["severity"]) {
  const { chatCalendar } = context.brand?.key === row.brand ? context.brand : await brandByKey(row.brand);
  const minutes = (await readTargets(context, row.brand))[severity];
  const dueFrom = (since: Date) => {
    const from = Temporal.Instant.fromEpochMilliseconds(since.getTime());
    return new Date(answerDue(chatCalendar, from, minutes).epochMilliseconds);
  };
  return {
    ...(row.answerSince ? { answerDueAt: dueFrom(row.answerSince) } : {}),
    ...(row.firstAnsweredAt ? {} : { firstAnswerDueAt: dueFrom(row.answerSince ?? row.createdAt) }),
  };
}

/** As addParticipant, by an agent. */
export async function addParticipantByStaff(context: StaffCaseContext, input: ParticipantInput): Promise<Done> {
  await lockToWork(context, input.number);
  return addParticipant(context, agentOf(context), undefined, input);
}

/** As removeParticipant, by an agent. */
export async function removeParticipantByStaff(context: StaffCaseContext, input: ParticipantInput): Promise<Done> {
  await lockToWork(context, input.number);
  return removeParticipant(context, agentOf(context), undefined, input);
}

/** Mail that nobody vouches for is put away unread by clients. Throws NOT_FOUND for mail of another case. */
export async function dismissMail(context: StaffCaseContext, input: DismissInput): Promise<Done> {
  const row = await lockToWork(context, input.number);
  if (!(await dismissUnverified(context, row.id, input.mail))) return { number: row.number };
  await auditCase(context, row, "case.mail-dismissed", { mail: input.mail });
  return { number: row.number };
}
