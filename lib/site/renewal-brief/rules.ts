import { Temporal } from "temporal-polyfill";
import type { AgreementKind, Severity, ThreadStatus } from "@/db/schema/constants";
import { openMinutesBetween } from "@/lib/kit/business-minutes";
import { addDays, type BusinessCalendar, formatDay, lastDayWords } from "@/lib/kit/time";
import type { Agreement } from "@/lib/people/agreements/queries";
import { followingTerm, isInForce } from "@/lib/people/agreements/rules";

/* The figures of a renewal brief. All instants here are business time. */

/** A case that was filed in the term. */
export interface BriefCase {
  readonly severity: Severity;
  readonly filedAt: Temporal.Instant;
  readonly answeredAt: Temporal.Instant | null;
  readonly answerDueAt: Temporal.Instant;
  /** Null for a case that is open. */
  readonly closedAt: Temporal.Instant | null;
  /** Changes of severity and status, in the order in which they happened. */
  readonly changes: readonly {
    readonly at: Temporal.Instant;
    readonly kind: "severity" | "status";
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

export interface CaseFigures {
  readonly filed: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Cases that are open now. */
  readonly open: number;
  readonly answered: number;
  /** Of those answered, how many were by the promised time. */
  readonly inTime: number;
  /** Median of the business minutes from filing to the first answer; null where none was answered. */
  readonly medianMinutes: number | null;
  /** Days, in the brand's zone, on which production stood still: see stoppedDays. */
  readonly stoppedDays: number;
}

/** The middle value; of an even number of values the mean of the two in the middle. Null for none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  if (upper === undefined) return null;
  const lower = sorted[middle - 1];
  return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2;
}

/** When a case was open with production stopped, from the changes that it went through. `now` ends what goes on. */
function stoppedSpans(one: BriefCase, now: Temporal.Instant): (readonly [Temporal.Instant, Temporal.Instant])[] {
  const first = one.changes.find(({ kind }) => kind === "severity");
  let severity = first?.before ?? one.severity;
  let status: string | null = "new" satisfies ThreadStatus;
  let since: Temporal.Instant | null = severity === "production_stopped" ? one.filedAt : null;
  const spans: (readonly [Temporal.Instant, Temporal.Instant])[] = [];
  for (const { at, kind, after } of one.changes) {
    if (kind === "severity") severity = after ?? severity;
    else status = after;
    const isStopped = severity === "production_stopped" && status !== "closed";
    if (isStopped && since === null) since = at;
    if (!isStopped && since !== null) {
      spans.push([since, at]);
      since = null;
    }
  }
  if (since !== null) spans.push([since, one.closedAt ?? now]);
  return spans;
}

/**
 * On how many days from `from` to `to` (both `YYYY-MM-DD` in `zone`, both included) at least one case was open whose
 * severity said that production is stopped. A day counts once, however many cases there were and however short.
 */
export function stoppedDays(
  cases: readonly BriefCase[],
  { from, to, zone, now }: { from: string; to: string; zone: string; now: Temporal.Instant },
): number {
  const days = new Set<string>();
  for (const one of cases) {
    for (const [start, end] of stoppedSpans(one, now)) {
      const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate().toString();
      const last = dayOf(end) < to ? dayOf(end) : to;
      for (let day = dayOf(start) > from ? dayOf(start) : from; day <= last; day = addDays(day, 1)) days.add(day);
    }
  }
  return days.size;
}

interface Frame {
  readonly term: { readonly startsOn: string; readonly endsOn: string };
  /** Hours in which cases are answered. */
  readonly calendar: BusinessCalendar;
  readonly zone: string;
  readonly now: Temporal.Instant;
}

/** The figures of the cases that were filed in a term. */
export function caseFigures(cases: readonly BriefCase[], { term, calendar, zone, now }: Frame): CaseFigures {
  const answered = cases.flatMap(({ filedAt, answeredAt, answerDueAt }) =>
    answeredAt
      ? [
          {
            minutes: openMinutesBetween(calendar, filedAt, answeredAt),
            inTime: Temporal.Instant.compare(answeredAt, answerDueAt) <= 0,
          },
        ]
      : [],
  );
  const of = (severity: Severity) => cases.filter((one) => one.severity === severity).length;
  return {
    filed: cases.length,
    bySeverity: {
      production_stopped: of("production_stopped"),
      impaired: of("impaired"),
      question: of("question"),
    },
    open: cases.filter(({ closedAt }) => closedAt === null).length,
    answered: answered.length,
    inTime: answered.filter(({ inTime }) => inTime).length,
    medianMinutes: median(answered.map(({ minutes }) => minutes)),
    stoppedDays: stoppedDays(cases, { from: term.startsOn, to: term.endsOn, zone, now }),
  };
}

/** `45 business minutes`, `1 business hour`, `2.5 business hours` */
export function hoursWords(minutes: number): string {
  if (minutes < 60) {
    const whole = Math.round(minutes);
    return `${whole} business ${whole === 1 ? "minute" : "minutes"}`;
  }
  const hours = Math.round(minutes / 6) / 10;
  return `${hours.toLocaleString("en-US")} business ${hours === 1 ? "hour" : "hours"}`;
}

/** What lapses, or why nothing does. */
export interface Lapse {
  /** The day after the last one; null where the agreement has no end, was cancelled or is renewed. */
  readonly on: string | null;
  readonly lines: readonly string[];
}

/** What of an agreement says what lapses with it. */
export type LapsingTerm = Pick<Agreement, "id" | "kind" | "product" | "startsOn" | "endsOn" | "state">;

/** The product where its own name says what it is, so that no sentence says "subscription to Historian subscription". */
const named = (product: string, kind: string) => (product.toLowerCase().endsWith(` ${kind}`) ? product : null);

const OVER: Readonly<Record<Exclude<AgreementKind, "support">, (product: string) => string>> = {
  subscription: (product) => `The ${named(product, "subscription") ?? `subscription to ${product}`} is over.`,
  contract: (product) => `The ${named(product, "agreement") ?? `contract for ${product}`} is over.`,
};

/**
 * What lapses the day after an agreement ends, from what the portal knows: `all` are the company's agreements. `open` is
 * the number of open cases; null for a reader who does not see the company's.
 */
export function lapseOf(
  agreement: LapsingTerm,
  all: readonly LapsingTerm[],
  today: string,
  open: number | null,
): Lapse {
  if (agreement.state === "cancelled") return { on: null, lines: ["The agreement was cancelled."] };
  const next = followingTerm(agreement, all, today);
  if (next) {
    return {
      on: null,
      lines: [
        `Nothing: ${next.product} follows from ${formatDay(next.startsOn)}, ${lastDayWords("until", next.endsOn)}.`,
      ],
    };
  }
  if (agreement.endsOn === "9999-12-31") return { on: null, lines: ["Nothing: the agreement has no end."] };
  const on = addDays(agreement.endsOn, 1);
  if (agreement.kind !== "support") return { on, lines: [OVER[agreement.kind](agreement.product)] };
  const other = all.find((one) => one.id !== agreement.id && one.kind === "support" && isInForce(one, on));
  if (other) {
    return {
      on,
      lines: [`Support goes on under ${other.product}, ${lastDayWords("until", other.endsOn)}.`],
    };
  }
  return {
    on,
    lines: [
      "No support case can be filed, and no chat with technical support begun.",
      "Cases of before cannot be read in the portal until a support agreement is in force again.",
      ...(open ? [`${open.toLocaleString("en-US")} ${open === 1 ? "case is" : "cases are"} open today.`] : []),
    ],
  };
}
