import { Temporal } from "temporal-polyfill";
import { caseTargets, requestTargets } from "@/db/schema";
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
import { businessInstant, businessNow, type Zoned } from "@/lib/kit/time";
import { kindOf } from "@/lib/threads/kinds";
import type { ThreadRecord } from "@/lib/threads/life/queries";
import { type AnswerClock, answerClock, answerDue } from "./rules";

type Asked = Pick<ThreadRecord, "brand" | "kind" | "topic" | "severity">;

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

/** Minutes to the first answer of a case by severity, in the brand's chat hours. */
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

/**
 * The columns of a thread in which the client asked at `since` (system time) and an answer is owed within `minutes`.
 */
export function owed(brand: Brand, kind: ThreadKind, since: Temporal.Instant, minutes: number) {
  return { answerSince: asDate(since), answerDueAt: asDate(answerDue(kindOf(kind).calendar(brand), since, minutes)) };
}

/** As `owed`, for a thread that exists: the minutes are its target. */
export async function owedSince(context: Context, brand: Brand, thread: Asked, since: Temporal.Instant) {
  const target = await readTargets(context, thread.kind);
  return owed(brand, thread.kind, since, target(thread.brand, TARGETS[thread.kind].targetKeyOf(thread)));
}

/** What has to be known of a thread to tell its answer clock. */
interface Owing {
  readonly brand: string;
  readonly answerDueAt: Date | null;
  /** Severity of a case, topic of a request. */
  readonly targetKey: string;
}

/**
 * Returns a function that gives the answer clock of a thread of this kind and one of these brands; null where no answer
 * is owed.
 */
export async function answerClocks(
  context: Context,
  kind: ThreadKind,
  brands: readonly Brand[],
  local: Zoned,
): Promise<(row: Owing) => AnswerClock | null> {
  const target = await readTargets(context, kind);
  const now = businessNow();
  return ({ brand: key, answerDueAt, targetKey }) => {
    const brand = brands.find((one) => one.key === key);
    if (!answerDueAt || !brand) return null;
    const due = businessInstant(Temporal.Instant.fromEpochMilliseconds(answerDueAt.getTime()));
    const calendar = kindOf(kind).calendar(brand);
    return answerClock({ calendar, due, now, target: target(key, targetKey), zone: local.zone });
  };
}
