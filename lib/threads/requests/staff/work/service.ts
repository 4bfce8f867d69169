import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { AppError } from "@/lib/errors";
import { brandByKey } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { businessNow, businessToday, formatDay, formatInstant, openSpansOf, systemInstant } from "@/lib/kit/time";
import { writtenBeforeStatus } from "@/lib/threads/cases/staff/service";
import { lockRequest, type RequestRecord, updateRequest } from "@/lib/threads/requests/record/queries";
import { nextStatus, STAFF_STATUS_LABELS } from "@/lib/threads/requests/rules";
import { findAway, findStaffName, findWorker } from "@/lib/threads/requests/staff/choices/queries";
import type {
  AssignRequestInput,
  DismissRequestMailInput,
  DueInput,
  RequestStatusInput,
  StandInInput,
  TakeRequestInput,
} from "@/lib/threads/requests/staff/schema";
import {
  auditRequest,
  CLOCK_STOPPED,
  closingChange,
  type StaffRequestContext,
  workerOf,
} from "@/lib/threads/requests/staff/service";
import { addEvent } from "@/lib/threads/service";
import { listUnseen } from "@/lib/threads/unseen/queries";
import { dismissUnverified } from "@/lib/threads/unverified/service";

/*
 * What the account team does to a request beside answering. Each locks the request and throws AppError NOT_FOUND for
 * what the viewer may not see. Doing what is done already changes nothing.
 */

interface Done {
  readonly number: string;
}

/** What clients see has changed, without a message. */
const touched = { activeAt: sql`clock_timestamp()` };

/** Gives the request to somebody who works those of its brand, or to nobody. Throws INVALID for others. */
export async function assignRequest(context: StaffRequestContext, input: AssignRequestInput): Promise<Done> {
  const row = await lockRequest(context, { number: input.number });
  const owner = input.owner ? await findWorker(context, row.brand, input.owner) : null;
  if (input.owner && !owner) {
    throw new AppError("INVALID", "Choose somebody from the list: this person does not answer requests of the brand.", {
      field: "owner",
    });
  }
  if (row.ownerId !== (owner?.id ?? null)) await giveTo(context, row, owner);
  return { number: row.number };
}

/**
 * The viewer takes the request; a new one is in progress from then on. Throws CONFLICT where it has come to somebody
 * else since the viewer looked.
 */
export async function takeRequest(context: StaffRequestContext, input: TakeRequestInput): Promise<Done> {
  const row = await lockRequest(context, { number: input.number });
  await takeFrom(context, row, input.from ?? null, null);
  return { number: row.number };
}

/**
 * The viewer takes the request of somebody who is away, in their place. Throws CONFLICT where they are not away any more,
 * or the request has come to somebody else since the viewer looked.
 */
export async function standIn(context: StaffRequestContext, input: StandInInput): Promise<Done> {
  const row = await lockRequest(context, { number: input.number });
  const isDone = row.ownerId === context.viewer.staffId && row.standsInFor === input.for;
  if (isDone) return { number: row.number };
  if (row.ownerId === input.for && !(await findAway(context, input.for))) {
    const name = await findStaffName(context, input.for);
    throw new AppError("CONFLICT", `${name ?? "Your colleague"} is not away today.`);
  }
  await takeFrom(context, row, input.for, input.for);
  return { number: row.number };
}

async function takeFrom(
  context: StaffRequestContext,
  row: RequestRecord,
  from: string | null,
  inPlaceOf: string | null,
) {
  const actor = workerOf(context);
  if (row.ownerId === actor.id) return;
  if (row.ownerId !== null && row.ownerId !== from) {
    const other = await findStaffName(context, row.ownerId);
    throw new AppError("CONFLICT", `${other ?? "A colleague"} has taken this request meanwhile.`);
  }
  await giveTo(context, row, { id: actor.id, name: actor.name }, row.ownerId === null ? null : inPlaceOf);
  const status = nextStatus("take", row.status);
  if (status && status !== row.status) {
    await updateRequest(context, row, { status, ...touched });
    await addEvent(context, row, actor, { kind: "status", before: row.status, after: status });
  }
}

async function giveTo(
  context: StaffRequestContext,
  row: RequestRecord,
  to: { id: string; name: string } | null,
  inPlaceOf: string | null = null,
) {
  const before = row.ownerId ? await findStaffName(context, row.ownerId) : null;
  await updateRequest(context, row, { ownerId: to?.id ?? null, standsInFor: inPlaceOf });
  await addEvent(context, row, workerOf(context), {
    kind: "assigned",
    before,
    after: to?.name ?? null,
    ...(to && { subjectId: to.id }),
    internal: true,
  });
  await auditRequest(context, row, inPlaceOf ? "request.stood-in" : "request.assigned", {
    from: row.ownerId,
    to: to?.id ?? null,
  });
}

/**
 * Sets the status. Waiting on the client, answered or closed, the firm owes nothing; opened again, it owes nothing until
 * the client writes. Throws CONFLICT where the status is no longer the one that the viewer saw, or leads nowhere, and
 * where the clock would stop over what a client has written since `seen`.
 */
export async function setRequestStatus(context: StaffRequestContext, input: RequestStatusInput): Promise<Done> {
  const row = await lockRequest(context, { number: input.number });
  if (row.status === input.status) return { number: row.number };
  const status = row.status === input.from ? nextStatus("staff_status", row.status, input.status) : null;
  if (!status) {
    const now = STAFF_STATUS_LABELS[row.status];
    throw new AppError("CONFLICT", `The status is “${now}” by now. Look at the messages, then set it again.`);
  }
  const owesNothing = status !== "in_progress" || row.status === "closed";
  const unseen = owesNothing && input.seen ? await listUnseen(context, row.id, workerOf(context), input.seen) : [];
  const client = unseen.find(({ by }) => by === "contact");
  if (client) throw writtenBeforeStatus(client.name);
  await updateRequest(context, row, {
    status,
    ...closingChange(row, status),
    ...(owesNothing ? CLOCK_STOPPED : {}),
    ...touched,
  });
  await addEvent(context, row, workerOf(context), { kind: "status", before: row.status, after: status });
  await auditRequest(context, row, status === "closed" ? "request.closed" : "request.status-set", {
    from: row.status,
    to: status,
  });
  return { number: row.number };
}

/** How far ahead an answer can be promised. */
const FARTHEST_DAYS = 366;

/**
 * Promises the answer by the end of portal-support hours of a day, which the client is shown. Throws INVALID for a day
 * on which nobody works, one that is over or too far ahead, CONFLICT for a closed request.
 */
export async function setDue(context: StaffRequestContext, input: DueInput): Promise<Done> {
  const row = await lockRequest(context, { number: input.number });
  if (row.status === "closed") {
    throw new AppError("CONFLICT", "The request is closed. Open it again before you promise an answer.");
  }
  const brand = context.brand?.key === row.brand ? context.brand : await brandByKey(row.brand);
  const due = endOfWork(brand, input.day);
  const dueAt = new Date(systemInstant(due).epochMilliseconds);
  if (row.answerDueAt?.getTime() === dueAt.getTime()) return { number: row.number };
  await updateRequest(context, row, {
    answerDueAt: dueAt,
    answerSince: row.answerSince ?? sql`clock_timestamp()`,
    ...touched,
  });
  await addEvent(context, row, workerOf(context), { kind: "due", after: formatInstant(due, brand.zone) });
  await auditRequest(context, row, "request.due-set", {
    from: row.answerDueAt?.toISOString() ?? null,
    to: dueAt.toISOString(),
  });
  return { number: row.number };
}

/** When portal support closes on a day of the brand's zone. Throws INVALID as setDue. */
function endOfWork(brand: Brand, day: string): Temporal.Instant {
  const refuse = (sentence: string) => new AppError("INVALID", sentence, { field: "day" });
  const today = businessToday(brand.zone);
  const farthest = Temporal.PlainDate.from(today).add({ days: FARTHEST_DAYS }).toString();
  if (day > farthest) throw refuse(`Choose a day until ${formatDay(farthest)}.`);
  const closes = openSpansOf(brand.supportCalendar, Temporal.PlainDate.from(day)).at(-1)?.closes.toInstant();
  if (day >= today && !closes) throw refuse(`${brand.shortName} is closed on ${formatDay(day)}. Choose a working day.`);
  if (!closes || Temporal.Instant.compare(closes, businessNow()) <= 0) {
    throw refuse("Choose a day whose working hours are not over.");
  }
  return closes;
}

/** Mail that nobody vouches for is put away unread by clients. Throws NOT_FOUND for mail of another request. */
export async function dismissRequestMail(context: StaffRequestContext, input: DismissRequestMailInput): Promise<Done> {
  const row = await lockRequest(context, { number: input.number });
  if (!(await dismissUnverified(context, row.id, input.mail))) return { number: row.number };
  await auditRequest(context, row, "request.mail-dismissed", { mail: input.mail });
  return { number: row.number };
}
