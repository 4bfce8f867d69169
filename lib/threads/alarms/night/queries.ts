import { and, eq, sql } from "drizzle-orm";
import { inOneStatement } from "@/db/one-statement";
import { threads } from "@/db/schema";
import type { Severity } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { businessNow, formatInstant, openState, type Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { coverageAt, coverageHours, coverageState } from "@/lib/people/agreements/coverage/rules";
import { readOnCall } from "@/lib/people/on-call/queries";
import type { OnCallContact } from "@/lib/people/on-call/types";
import { findAlarm } from "@/lib/threads/alarms/queries";
import type { AlarmLine } from "@/lib/threads/alarms/rules";
import { type Expected, promisedAnswer } from "@/lib/threads/answer-clock/rules";
import { visibleThreads } from "@/lib/threads/policy";
import { type AlarmWords, alarmWords, hourOf } from "./rules";

/** What the agreement covers now. */
export interface CoverNow {
  readonly name: string;
  readonly hours: string;
  /** It includes this hour. */
  readonly isOpen: boolean;
  /** Until when it does, or when it does next; null for one that is always open or never opens. */
  readonly turns: string | null;
}

/** What happens with a case whose production is stopped, for the contact who waits. */
export interface Night {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly isStopped: boolean;
  readonly isClosed: boolean;
  readonly isMine: boolean;
  readonly isChatOpen: boolean;
  readonly cover: CoverNow | null;
  /** Null where the agreement does not cover this hour: then neither name nor number are here. */
  readonly onCall: OnCallContact | null;
  readonly expected: Expected | null;
  readonly alarm: AlarmWords | null;
}

/** The case and what happens with it now; null for a case that the viewer may not see. */
export async function findNight(
  context: Context<ClientViewer>,
  brand: Brand,
  number: string,
  local: Zoned,
): Promise<Night | null> {
  const { viewer } = context;
  const joined = inOneStatement(context);
  const company = sql`array(${joined.db
    .select({ id: threads.companyId })
    .from(threads)
    .where(and(visibleThreads(viewer, "case"), eq(threads.brand, brand.key), eq(threads.number, number)))})`;
  const { found, onCall, alarm } = await together({
    found: joined.db
      .select({
        id: threads.id,
        number: threads.number,
        subject: threads.subject,
        severity: threads.severity,
        status: threads.status,
        product: threads.product,
        companyId: threads.companyId,
        openedBy: threads.openedBy,
        answerDueAt: threads.answerDueAt,
        firstAnsweredAt: threads.firstAnsweredAt,
      })
      .from(threads)
      .where(and(visibleThreads(viewer, "case"), eq(threads.brand, brand.key), eq(threads.number, number))),
    onCall: readOnCall(joined, brand, company, local),
    alarm: findAlarm(joined, number),
  });
  const row = found[0];
  if (!row) return null;
  const contact = onCall.contactOf(row.companyId, row.product);
  const isClosed = row.status === "closed";
  return {
    ...{ id: row.id, number: row.number, subject: row.subject, isClosed },
    isStopped: (row.severity satisfies Severity | null) === "production_stopped" && !isClosed,
    isMine: row.openedBy === viewer.contactId,
    isChatOpen: openState(brand.chatCalendar, businessNow()).open,
    cover: coverNow(brand, onCall.termsOf(row.companyId), row.product, local),
    onCall: isClosed ? null : contact,
    expected: promisedAnswer(row, brand, local),
    alarm: alarm && wordsOf(alarm, contact !== null, local),
  };
}

function coverNow(
  brand: Brand,
  terms: Parameters<typeof coverageAt>[1],
  product: string | null,
  local: Zoned,
): CoverNow | null {
  const now = businessNow();
  const coverage = coverageAt(brand, terms, product, now);
  if (!coverage) return null;
  const state = coverageState(coverage, brand.chatCalendar, now);
  const turn = state.open ? state.closes : state.opens;
  return {
    name: coverage.name,
    hours: coverageHours(coverage, brand.chatCalendar),
    isOpen: state.open,
    turns: coverage.kind === "around_the_clock" || turn === null ? null : formatInstant(turn.toInstant(), local.zone),
  };
}

function wordsOf(alarm: AlarmLine, namesPeople: boolean, local: Zoned): AlarmWords {
  return alarmWords(alarm, namesPeople, (at) => hourOf(at, local.zone));
}
