import { and, desc, eq, gte, type SQL, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { promises, threads } from "@/db/schema";
import type { ClientViewer, Context } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { businessInstant, businessToday, formatInstant, systemInstant, type Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { visibleThreads } from "@/lib/threads/policy";
import { visiblePromises } from "./policy";
import { causeWords, PROMISE_KIND_LABELS, type Tally } from "./rules";

/** Promises whose time passed before anybody answered. A promise that still stands is missed from its time on. */
export const isMissed = sql`(${promises.outcome} = 'missed' or (${promises.outcome} = 'made' and ${promises.dueAt} < clock_timestamp()))`;
const isKept = sql`${promises.outcome} = 'kept'`;

/** What a tally is made of, over any set of promises. */
export const TALLY = {
  kept: sql`count(*) filter (where ${isKept})`.mapWith(Number),
  missed: sql`count(*) filter (where ${isMissed})`.mapWith(Number),
  half: sql<number | null>`percentile_disc(0.5) within group (order by ${promises.minutes})`,
};

/** The moment in system time at which a day begins in a zone. */
export const beginningOf = (day: string, { zone }: Zoned): Date =>
  new Date(systemInstant(Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant()).epochMilliseconds);

/** An answer that came late, or has not come yet. */
interface Miss {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly what: string;
  readonly promisedWhen: string;
  /** Null where none has come. */
  readonly answeredWhen: string | null;
  readonly cause: string;
}

/** How the firm kept its promises to a client this year. */
export interface ClientAnswers {
  readonly year: string;
  readonly tally: Tally;
  readonly misses: readonly Miss[];
}

const MOST_MISSES = 100;

/**
 * How the answers to the cases that the viewer sees were kept in the brand's current year: with the scope `company` all
 * of them, with `own` those of their own cases.
 */
export async function readClientAnswers(
  context: Context<ClientViewer>,
  brand: Brand,
  local: Zoned,
): Promise<ClientAnswers> {
  const { viewer, db } = context;
  const year = businessToday(brand.zone).slice(0, 4);
  // Also what was answered before a time in the year to come.
  const ofYear = and(visiblePromises(viewer), gte(promises.dueAt, beginningOf(`${year}-01-01`, brand)));
  const { tallies, misses } = await together({
    tallies: db.select(TALLY).from(promises).where(ofYear),
    misses: readMisses(context, ofYear),
  });
  const when = (at: Date) => formatInstant(businessInstant(at), local.zone);
  return {
    year,
    tally: tallies[0] ?? { kept: 0, missed: 0, half: null },
    misses: misses.map((row) => ({
      ...{ id: row.id, number: row.number, subject: row.subject, what: PROMISE_KIND_LABELS[row.kind] },
      promisedWhen: when(row.dueAt),
      answeredWhen: row.ending === "answered" && row.endedAt ? when(row.endedAt) : null,
      cause: causeWords(row.cause, row.causeNote),
    })),
  };
}

const readMisses = ({ viewer, db }: Context<ClientViewer>, which: SQL | undefined) =>
  db
    .select({
      id: promises.id,
      number: threads.number,
      subject: threads.subject,
      kind: promises.kind,
      dueAt: promises.dueAt,
      ending: promises.ending,
      endedAt: promises.endedAt,
      cause: promises.cause,
      causeNote: promises.causeNote,
    })
    .from(promises)
    .innerJoin(threads, and(eq(threads.id, promises.threadId), visibleThreads(viewer, "case")))
    .where(and(which, visiblePromises(viewer), isMissed))
    .orderBy(desc(promises.dueAt), desc(promises.id))
    .limit(MOST_MISSES);
