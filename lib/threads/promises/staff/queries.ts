import { and, asc, desc, eq, gte, ilike, lt, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { Temporal } from "temporal-polyfill";
import { agreements, caseSolutions, companies, onCallRotas, promises, staff, threads } from "@/db/schema";
import type { MissCause, PromiseKind, PromiseOutcome } from "@/db/schema/promise-constants";
import type { Context, StaffViewer } from "@/db/viewer";
import { likePattern, searchWords } from "@/lib/kit/lists/search";
import { addDays, businessToday, formatDay, type Zoned } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { visibleThreads } from "@/lib/threads/policy";
import { ledRotas, visiblePromises, visibleSolutions } from "@/lib/threads/promises/policy";
import { beginningOf, isMissed, TALLY } from "@/lib/threads/promises/queries";
import type { Tally } from "@/lib/threads/promises/rules";
import type { AnswerFilters, AnswerGroup, AnswerWindow } from "@/lib/threads/promises/schema";
import { visibleAnswerers } from "./policy";
import type { GroupNames } from "./rules";

/** Answers and solutions of one group, such as a week or a severity. */
export interface AnswerLine {
  readonly key: string;
  readonly label: string;
  readonly tally: Tally;
  /** Cases that were solved, and the business minutes within which half of them were; null where none is counted. */
  readonly solved: number;
  readonly solvedHalf: number | null;
}

/** A missed promise as leads, and whoever answered, see it. */
export interface StaffMiss {
  readonly id: string;
  readonly brand: string;
  readonly companyId: string;
  readonly number: string;
  readonly subject: string;
  readonly companyName: string;
  readonly kind: PromiseKind;
  readonly dueAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: PromiseOutcome;
  readonly cause: MissCause | null;
  readonly causeNote: string | null;
}

/** How many promises were missed for a cause; null where none was said. */
export interface CauseCount {
  readonly cause: MissCause | null;
  readonly misses: number;
}

const MOST_MISSES = 50;
const MOST_GROUPS = 60;
const WEEKS = 12;

/** Is the viewer a lead: an administrator, or the lead of a brand's rota? Others read figures of their own answers alone. */
export async function leadsAnswers({ viewer, db }: Context<StaffViewer>): Promise<boolean> {
  if (viewer.roles.includes("administrator")) return true;
  const led = await db.select({ brand: onCallRotas.brand }).from(onCallRotas).where(ledRotas(viewer)).limit(1);
  return led.length > 0;
}

/** The first day of a window and the day after its last, in the zone. */
function daysOf(window: AnswerWindow, { zone }: Zoned): readonly [string, string] {
  const today = businessToday(zone);
  const year = Number(today.slice(0, 4)) - (window === "last-year" ? 1 : 0);
  if (window !== "weeks") return [`${year}-01-01`, `${year + 1}-01-01`];
  const monday = mondayOf(today);
  return [addDays(monday, -7 * (WEEKS - 1)), addDays(monday, 7)];
}

const mondayOf = (day: string) => addDays(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);

/** Mondays of the window's weeks until the current one: a week without answers is shown too. */
function weeksOf(window: AnswerWindow, local: Zoned): string[] {
  const [from, to] = daysOf(window, local);
  const today = businessToday(local.zone);
  const weeks: string[] = [];
  for (let monday = mondayOf(from); monday < to && monday <= today; monday = addDays(monday, 7)) weeks.push(monday);
  return weeks;
}

function within(column: PgColumn, filters: AnswerFilters, local: Zoned): SQL | undefined {
  const [from, to] = daysOf(filters.window, local);
  // Up to now: an answer that came before its time is counted also where that time is in the week or year to come.
  const isOver = filters.window === "last-year";
  return and(gte(column, beginningOf(from, local)), isOver ? lt(column, beginningOf(to, local)) : undefined);
}

function ofCompanies(viewer: StaffViewer, filters: AnswerFilters): SQL | undefined {
  return and(
    ...searchWords(filters.q).map(
      (word) => sql`${threads.companyId} in (select ${companies.id} from ${companies}
        where ${and(visibleCompanies(viewer), ilike(companies.name, likePattern(word)))})`,
    ),
  );
}

export function filtered(viewer: StaffViewer, filters: AnswerFilters, local: Zoned): SQL | undefined {
  return and(
    eq(promises.threadKind, filters.of),
    filters.answers === "first" ? eq(promises.kind, "first") : undefined,
    filters.brand ? eq(promises.brand, filters.brand) : undefined,
    within(promises.dueAt, filters, local),
    ofCompanies(viewer, filters),
  );
}

const weekOf = (column: PgColumn, { zone }: Zoned) =>
  sql`date_trunc('week', (${column} + make_interval(secs => clock_offset_ms() / 1000.0)) at time zone ${zone})::date::text`;

/** What decides about the group of a row; `at`: the moment whose week counts. */
interface GroupColumns {
  readonly at: PgColumn;
  readonly brand: PgColumn;
  readonly severity: PgColumn;
  readonly agreementId: PgColumn;
  readonly coverage: PgColumn;
  readonly staffId: PgColumn;
}

function keyOf(by: AnswerGroup, columns: GroupColumns, local: Zoned): SQL<string | null> {
  const keys: Readonly<Record<AnswerGroup, SQL>> = {
    week: weekOf(columns.at, local),
    severity: sql`${columns.severity}`,
    brand: sql`${columns.brand}`,
    agreement: sql`${columns.agreementId}::text`,
    coverage: sql`${columns.brand} || ' ' || ${columns.coverage}`,
    agent: sql`${columns.staffId}::text`,
  };
  return sql<string | null>`${keys[by]}`;
}

const OF_PROMISE: GroupColumns = { ...promises, at: promises.dueAt };
const OF_SOLUTION: GroupColumns = { ...caseSolutions, at: caseSolutions.solvedAt };

const answeredBy = ({ viewer, db }: Context<StaffViewer>, filters: AnswerFilters, local: Zoned) =>
  db
    .select({ key: keyOf(filters.by, OF_PROMISE, local), ...TALLY })
    .from(promises)
    .innerJoin(threads, and(eq(threads.id, promises.threadId), visibleThreads(viewer, filters.of)))
    .where(and(visiblePromises(viewer), filtered(viewer, filters, local)))
    .groupBy(sql`1`)
    .orderBy(sql`count(*) desc`)
    .limit(MOST_GROUPS);

function solvedBy({ viewer, db }: Context<StaffViewer>, filters: AnswerFilters, local: Zoned) {
  return db
    .select({
      key: keyOf(filters.by, OF_SOLUTION, local),
      solved: sql`count(*)`.mapWith(Number),
      half: sql<number | null>`percentile_disc(0.5) within group (order by ${caseSolutions.minutes})`,
    })
    .from(caseSolutions)
    .innerJoin(threads, and(eq(threads.id, caseSolutions.threadId), visibleThreads(viewer, "case")))
    .where(
      and(
        visibleSolutions(viewer),
        filters.of === "case" ? undefined : sql`false`,
        filters.brand ? eq(caseSolutions.brand, filters.brand) : undefined,
        within(caseSolutions.solvedAt, filters, local),
        ofCompanies(viewer, filters),
      ),
    )
    .groupBy(sql`1`);
}

/** What the keys of these groups are called. */
async function labelsOf(
  context: Context<StaffViewer>,
  by: AnswerGroup,
  keys: readonly string[],
  names: GroupNames,
): Promise<(key: string) => string> {
  const { viewer, db } = context;
  if (by === "agreement") {
    const rows = await db
      .select({ id: agreements.id, product: agreements.product, companyName: companies.name })
      .from(agreements)
      .innerJoin(companies, and(eq(companies.id, agreements.companyId), visibleCompanies(viewer)))
      .where(and(visibleAgreements(viewer), sql`${agreements.id}::text = any(${textArray(keys)})`));
    const labels = new Map(rows.map(({ id, product, companyName }) => [id, `${companyName}, ${product}`]));
    return (key) => labels.get(key) ?? "No agreement";
  }
  if (by === "agent") {
    const rows = await db
      .select({ id: staff.id, name: staff.name })
      .from(staff)
      .where(and(visibleAnswerers(viewer), sql`${staff.id}::text = any(${textArray(keys)})`));
    const labels = new Map(rows.map(({ id, name }) => [id, name]));
    return (key) => labels.get(key) ?? "Nobody yet";
  }
  const words: Readonly<Record<Exclude<AnswerGroup, "agreement" | "agent">, (key: string) => string>> = {
    week: (key) => `Week of ${formatDay(key)}`,
    severity: (key) => names.severities[key] ?? "No severity",
    brand: (key) => names.brands[key] ?? key,
    coverage: (key) => names.coverages[key] ?? "No agreement",
  };
  return (key) => (key === "" && by !== "severity" && by !== "coverage" ? "Other" : words[by](key));
}

const textArray = (keys: readonly string[]) =>
  sql`array[${sql.join(
    keys.map((key) => sql`${key}::text`),
    sql`, `,
  )}]::text[]`;

/** Answers and solutions by group: weeks in their order, severities from the worst, all others by name. */
export async function readAnswerLines(
  context: Context<StaffViewer>,
  filters: AnswerFilters,
  local: Zoned,
  names: GroupNames,
): Promise<AnswerLine[]> {
  const { answered, solutions } = await together({
    answered: answeredBy(context, filters, local),
    solutions: solvedBy(context, filters, local),
  });
  const found = [...answered, ...solutions].map(({ key }) => key ?? "");
  if (found.length === 0) return [];
  const keys = [...new Set([...found, ...(filters.by === "week" ? weeksOf(filters.window, local) : [])])];
  const label = await labelsOf(context, filters.by, keys, names);
  const lines = keys.map((key): AnswerLine => {
    const tally = answered.find((row) => (row.key ?? "") === key);
    const solution = solutions.find((row) => (row.key ?? "") === key);
    return {
      ...{ key, label: label(key), tally: tally ?? { kept: 0, missed: 0, half: null } },
      ...{ solved: solution?.solved ?? 0, solvedHalf: solution?.half ?? null },
    };
  });
  const severities = Object.keys(names.severities);
  return lines.sort((a, b) => {
    if (filters.by === "week") return a.key < b.key ? -1 : 1;
    if (filters.by === "severity") return severities.indexOf(a.key) - severities.indexOf(b.key);
    return a.label.localeCompare(b.label, "en-US");
  });
}

/** The whole of the filtered promises, and why those among them were missed that were. */
export async function readAnswerTotal({ viewer, db }: Context<StaffViewer>, filters: AnswerFilters, local: Zoned) {
  const which = and(visiblePromises(viewer), filtered(viewer, filters, local));
  const ofThread = and(eq(threads.id, promises.threadId), visibleThreads(viewer, filters.of));
  const { total, causes, misses } = await together({
    total: db
      .select(TALLY)
      .from(promises)
      .innerJoin(threads, ofThread)
      .where(and(visiblePromises(viewer), which)),
    causes: db
      .select({ cause: promises.cause, misses: sql`count(*)`.mapWith(Number) })
      .from(promises)
      .innerJoin(threads, ofThread)
      .where(and(visiblePromises(viewer), which, isMissed))
      .groupBy(promises.cause)
      .orderBy(desc(sql`count(*)`), asc(promises.cause)),
    misses: db
      .select({
        ...{ id: promises.id, brand: threads.brand, companyId: threads.companyId },
        number: threads.number,
        subject: threads.subject,
        companyName: companies.name,
        kind: promises.kind,
        dueAt: promises.dueAt,
        endedAt: promises.endedAt,
        outcome: promises.outcome,
        cause: promises.cause,
        causeNote: promises.causeNote,
      })
      .from(promises)
      .innerJoin(threads, ofThread)
      .innerJoin(companies, and(eq(companies.id, threads.companyId), visibleCompanies(viewer)))
      .where(and(visiblePromises(viewer), which, isMissed))
      .orderBy(desc(promises.dueAt), desc(promises.id))
      .limit(MOST_MISSES),
  });
  const tally: Tally = total[0] ?? { kept: 0, missed: 0, half: null };
  return { tally, causes: causes as CauseCount[], misses: misses as StaffMiss[] };
}
