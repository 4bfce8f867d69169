import { sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { AppError } from "@/lib/errors";
import { brandByKey } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { businessNow, businessToday, formatDay, formatInstant, openSpansOf, systemInstant } from "@/lib/kit/time";
import { auditThread, TOUCHED, updateThread } from "@/lib/threads/life/service";
import type {
  AssignRequestInput,
  DueInput,
  RequestStatusInput,
  StandInInput,
  TakeRequestInput,
} from "@/lib/threads/requests/staff/schema";
import { addEvent } from "@/lib/threads/service";
import { lockToWork, type StaffContext, workerOf } from "@/lib/threads/staff/service";
import { assignThread, setThreadStatus, standInFor, takeThread } from "@/lib/threads/staff/work/service";

/*
 * What the account team does to a request beside answering. Each function locks the request, and throws AppError
 * NOT_FOUND where the viewer may not see it. Doing again what is already done changes nothing.
 */

interface Done {
  readonly number: string;
}

/** As assignThread. */
export const assignRequest = (context: StaffContext, { number, owner }: AssignRequestInput): Promise<Done> =>
  assignThread(context, "request", { number, to: owner, field: "owner" });

/** As takeThread. */
export const takeRequest = (context: StaffContext, input: TakeRequestInput): Promise<Done> =>
  takeThread(context, "request", input);

/** As standInFor. */
export const standIn = (context: StaffContext, { number, for: away }: StandInInput): Promise<Done> =>
  standInFor(context, "request", { number, away });

/** As setThreadStatus. */
export const setRequestStatus = (context: StaffContext, input: RequestStatusInput): Promise<Done> =>
  setThreadStatus(context, "request", { ...input, reason: null });

/** How many days ahead an answer can be promised. */
const FARTHEST_DAYS = 366;

/**
 * Promises the answer by the time at which portal support closes on the day; the client is shown this time. Throws
 * INVALID for a day on which portal support is closed, one that is over or too far ahead, CONFLICT for a closed
 * request.
 */
export async function setDue(context: StaffContext, input: DueInput): Promise<Done> {
  const row = await lockToWork(context, "request", input.number);
  if (row.status === "closed") {
    throw new AppError("CONFLICT", "The request is closed. Open it again before you promise an answer.");
  }
  const brand = context.brand?.key === row.brand ? context.brand : await brandByKey(row.brand);
  const due = endOfWork(brand, input.day);
  const dueAt = new Date(systemInstant(due).epochMilliseconds);
  if (row.answerDueAt?.getTime() === dueAt.getTime()) return { number: row.number };
  await updateThread(context, row, {
    answerDueAt: dueAt,
    answerSince: row.answerSince ?? sql`clock_timestamp()`,
    ...TOUCHED,
  });
  const actor = workerOf(context);
  await addEvent(context, row, actor, { kind: "due", after: formatInstant(due, brand.zone) });
  await auditThread(context, row, "due-set", {
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
