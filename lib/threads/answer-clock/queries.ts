import { inArray, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import type { Transaction } from "@/db/client";
import { caseTargets, requestTargets, threads } from "@/db/schema";
import {
  CASE_TARGETS,
  CHAT_TARGET,
  REQUEST_TARGETS,
  type RequestKind,
  SEVERITIES,
  type Severity,
  type ThreadKind,
} from "@/db/schema/constants";
import type { Context } from "@/db/viewer";
import { ofOwnBrands } from "@/lib/gate/brand/policy";
import type { Brand } from "@/lib/gate/brand/types";
import { type BusinessCalendar, businessInstant, businessNow, type Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { coveredTerms } from "@/lib/people/agreements/coverage/queries";
import { coverageCalendar } from "@/lib/people/agreements/coverage/rules";
import { kindOf } from "@/lib/threads/kinds";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import { visibleThreads } from "@/lib/threads/policy";
import { type AnswerClock, answerClock, answerDue } from "./rules";

type Asked = Pick<ThreadRecord, "brand" | "kind" | "topic" | "severity" | "companyId" | "product">;

/**
 * How soon threads of a kind are to be answered: minutes of the kind's calendar for each `targetKey`, which is a case's
 * severity, a request's topic, or for chats `chat`.
 */
interface Targets {
  /** Targets of the brands that have set other ones than `usual`. */
  readonly read: (context: Context) => Promise<readonly { brand: string; targetKey: string; minutes: number }[]>;
  readonly usual: Readonly<Record<string, number>>;
  readonly targetKeyOf: (thread: Asked) => string;
}

const TARGETS: Readonly<Record<ThreadKind, Targets>> = {
  case: {
    read: ({ viewer, db }) =>
      db
        .select({ brand: caseTargets.brand, targetKey: caseTargets.severity, minutes: caseTargets.minutes })
        .from(caseTargets)
        .where(ofOwnBrands(viewer, caseTargets.brand)),
    usual: CASE_TARGETS,
    targetKeyOf: ({ severity }) => severity ?? "question",
  },
  request: {
    read: ({ viewer, db }) =>
      db
        .select({ brand: requestTargets.brand, targetKey: requestTargets.kind, minutes: requestTargets.minutes })
        .from(requestTargets)
        .where(ofOwnBrands(viewer, requestTargets.brand)),
    usual: REQUEST_TARGETS,
    targetKeyOf: ({ topic }) => topic ?? "message",
  },
  chat: { read: async () => [], usual: { chat: CHAT_TARGET }, targetKeyOf: () => "chat" },
};

/** Returns a function that gives the minutes to the first answer by brand and `targetKey`. */
async function readTargets(context: Context, kind: ThreadKind): Promise<(brand: string, targetKey: string) => number> {
  const { read, usual } = TARGETS[kind];
  const rows = await read(context);
  return (brand, targetKey) =>
    rows.find((row) => row.brand === brand && row.targetKey === targetKey)?.minutes ?? usual[targetKey] ?? 0;
}

/** Minutes to the first answer of a case by severity, in the hours of its coverage. */
export async function readCaseTargets(context: Context, brand: string): Promise<Record<Severity, number>> {
  const target = await readTargets(context, "case");
  return Object.fromEntries(SEVERITIES.map((severity) => [severity, target(brand, severity)])) as Record<
    Severity,
    number
  >;
}

/** Minutes to the first answer of a request, in the brand's portal-support hours. */
export async function readRequestTarget(context: Context, brand: string, topic: RequestKind): Promise<number> {
  return (await readTargets(context, "request"))(brand, topic);
}

const asDate = (at: Temporal.Instant) => new Date(at.epochMilliseconds);

/** What decides about the hours in which a thread is answered. `product`: what a case is about; null for no product. */
type Covered = Pick<ThreadRecord, "kind" | "companyId" | "product">;

/**
 * The hours in which the answer to a thread is promised: those of its kind and, for a case, those that the support
 * agreements of its company cover. Each promise is made by the hours and agreements of its moment; later changes of
 * either leave it alone.
 */
export async function promisedHours(
  context: { readonly db: Transaction },
  brand: Brand,
  { kind, companyId, product }: Covered,
): Promise<BusinessCalendar> {
  if (!kindOf(kind).isCovered) return kindOf(kind).calendar(brand);
  const termsOf = await coveredTerms(context, [companyId]);
  return coverageCalendar(brand, termsOf(companyId), product);
}

/**
 * The columns of a thread in which the client asked at `since` (system time) and an answer is owed within `minutes` of
 * these hours.
 */
export function owed(hours: BusinessCalendar, since: Temporal.Instant, minutes: number) {
  return { answerSince: asDate(since), answerDueAt: asDate(answerDue(hours, since, minutes)) };
}

/** As `owed`, for a thread that exists: the hours and the minutes are its own. */
export async function owedSince(context: Context, brand: Brand, thread: Asked, since: Temporal.Instant) {
  const { target, hours } = await together({
    target: readTargets(context, thread.kind),
    hours: promisedHours(context, brand, thread),
  });
  return owed(hours, since, target(thread.brand, TARGETS[thread.kind].targetKeyOf(thread)));
}

/** What has to be known of a thread to tell its answer clock. */
interface Owing {
  readonly brand: string;
  readonly companyId: string;
  readonly product: string | null;
  readonly answerDueAt: Date | null;
  /** Severity of a case, topic of a request. */
  readonly targetKey: string;
}

/**
 * Returns a function that gives the answer clock of one of these threads, which are of this kind and of these brands;
 * null where no answer is owed.
 */
export async function answerClocks(
  context: Context,
  kind: ThreadKind,
  { ids, brands, local }: { readonly ids: readonly string[]; readonly brands: readonly Brand[]; readonly local: Zoned },
): Promise<(row: Owing) => AnswerClock | null> {
  const { target, termsOf } = await together({
    target: readTargets(context, kind),
    termsOf: kindOf(kind).isCovered ? termsOfThreads(context, kind, ids) : () => [],
  });
  const now = businessNow();
  const calendars = new Map<string, BusinessCalendar>();
  const calendarOf = (brand: Brand, { companyId, product }: Owing) => {
    const key = JSON.stringify([companyId, product]);
    const usual = kindOf(kind).calendar(brand);
    const known =
      calendars.get(key) ?? coverageCalendar({ ...brand, chatCalendar: usual }, termsOf(companyId), product);
    calendars.set(key, known);
    return known;
  };
  return (row) => {
    const { brand: key, answerDueAt, targetKey } = row;
    const brand = brands.find((one) => one.key === key);
    if (!answerDueAt || !brand) return null;
    const due = businessInstant(Temporal.Instant.fromEpochMilliseconds(answerDueAt.getTime()));
    const calendar = calendarOf(brand, row);
    return answerClock({ calendar, due, now, target: target(key, targetKey), zone: local.zone });
  };
}

/** As coveredTerms, for the companies of threads. */
function termsOfThreads(context: Context, kind: ThreadKind, ids: readonly string[]) {
  const { viewer } = context;
  const which = sql`${visibleThreads(viewer, kind)} and ${inArray(threads.id, [...ids])}`;
  return coveredTerms(context, sql`array(select ${threads.companyId} from ${threads} where ${which})`);
}
