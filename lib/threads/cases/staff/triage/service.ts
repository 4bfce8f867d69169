import { and, eq } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { cases } from "@/db/schema";
import type { CaseStatus, CloseReason } from "@/db/schema/constants";
import { brandByKey } from "@/lib/gate/brand/load";
import { owed, promisedHours, readCaseTargets } from "@/lib/threads/answer-clock/queries";
import { addParticipant, removeParticipant } from "@/lib/threads/cases/participants/service";
import type { CaseRecord } from "@/lib/threads/cases/queries";
import type { ParticipantInput } from "@/lib/threads/cases/schema";
import { lockCase } from "@/lib/threads/cases/service";
import type { AssignInput, StatusInput, TakeInput, TriageInput } from "@/lib/threads/cases/staff/schema";
import { auditThread, TOUCHED, updateThread } from "@/lib/threads/life/service";
import { ofVisibleThreads } from "@/lib/threads/policy";
import { addEvent } from "@/lib/threads/service";
import { lockToWork, type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { assignThread, setThreadStatus, takeThread } from "@/lib/threads/staff/work/service";

/*
 * What agents do to a case beside answering. Each function locks the case as lockToWork does, and throws AppError
 * NOT_FOUND and FORBIDDEN as it does. Doing again what is already done changes nothing.
 */

interface Done {
  readonly number: string;
}

/** As assignThread. */
export const assignCase = (context: StaffContext, { number, assignee }: AssignInput): Promise<Done> =>
  assignThread(context, "case", { number, to: assignee, field: "assignee" });

/** As takeThread. */
export const takeCase = (context: StaffContext, input: TakeInput): Promise<Done> => takeThread(context, "case", input);

/** As setThreadStatus, with the reason that the choice carries. */
export function setStatus(context: StaffContext, { status: choice, ...input }: StatusInput): Promise<Done> {
  const [status, reason = null] = choice.split(":") as [CaseStatus, CloseReason?];
  return setThreadStatus(context, "case", { ...input, status, reason });
}

/**
 * Sets severity and product. A new severity changes when the answer that is owed is due and, until the first answer is
 * given, also when the first answer was promised: both times are counted anew from when the client asked.
 */
export async function triageCase(context: StaffContext, input: TriageInput): Promise<Done> {
  await lockToWork(context, "case", input.number);
  const row = await lockCase(context, { number: input.number });
  const actor = workerOf(context);
  const severity = input.severity === input.was.severity ? row.severity : input.severity;
  const product = input.product === input.was.product ? row.product : input.product;
  const version = (input.version ?? "") === (input.was.version ?? "") ? row.productVersion : input.version || null;
  const isAbout = (name: string, release: string | null) => [name, release].filter(Boolean).join(" ");
  const hasNewProduct = product !== row.product || version !== row.productVersion;
  if (severity === row.severity && !hasNewProduct) return { number: row.number };

  const clock = severity === row.severity ? {} : await clockAt(context, { ...row, product }, severity);
  const { viewer, db } = context;
  await updateThread(context, row, { severity, product, ...clock, ...TOUCHED });
  await db
    .update(cases)
    .set({ productVersion: version })
    .where(and(ofVisibleThreads(viewer, cases.id, "case"), eq(cases.id, row.id)));
  if (severity !== row.severity) {
    await addEvent(context, row, actor, { kind: "severity", before: row.severity, after: severity });
  }
  if (hasNewProduct) {
    const before = isAbout(row.product, row.productVersion);
    await addEvent(context, row, actor, { kind: "product", before, after: isAbout(product, version) });
  }
  await auditThread(context, row, "triaged", {
    ...(severity === row.severity ? {} : { severity: { from: row.severity, to: severity } }),
    ...(hasNewProduct ? { product, version } : {}),
  });
  return { number: row.number };
}

async function clockAt(context: StaffContext, row: CaseRecord, severity: CaseRecord["severity"]) {
  const brand = context.brand?.key === row.brand ? context.brand : await brandByKey(row.brand);
  const minutes = (await readCaseTargets(context, row.brand))[severity];
  const hours = await promisedHours(context, brand, row);
  const dueFrom = (since: Date) =>
    owed(hours, Temporal.Instant.fromEpochMilliseconds(since.getTime()), minutes).answerDueAt;
  return {
    ...(row.answerSince ? { answerDueAt: dueFrom(row.answerSince) } : {}),
    ...(row.firstAnsweredAt ? {} : { firstAnswerDueAt: dueFrom(row.answerSince ?? row.createdAt) }),
  };
}

/** As addParticipant, by an agent. */
export async function addParticipantByStaff(context: StaffContext, input: ParticipantInput): Promise<Done> {
  await lockToWork(context, "case", input.number);
  return addParticipant(context, workerOf(context), undefined, input);
}

/** As removeParticipant, by an agent. */
export async function removeParticipantByStaff(context: StaffContext, input: ParticipantInput): Promise<Done> {
  await lockToWork(context, "case", input.number);
  return removeParticipant(context, workerOf(context), undefined, input);
}
