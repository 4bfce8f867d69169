import { and, asc, eq, or, type SQL, sql } from "drizzle-orm";
import { agreements, caseSolutions, companies, promiseMoves, promises, staff, threads } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import type { Zoned } from "@/lib/kit/time";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { visibleCompanies } from "@/lib/people/companies/policy";
import type { Looked } from "@/lib/people/looks/service";
import { LISTED_WITH } from "@/lib/threads/looks/rules";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { visiblePromises, visibleSolutions } from "@/lib/threads/promises/policy";
import type { AnswerFilters } from "@/lib/threads/promises/schema";
import { visibleAnswerers } from "@/lib/threads/promises/staff/policy";
import { filtered } from "@/lib/threads/promises/staff/queries";

/** One promise as a row of the file. */
export type ExportedPromise = Awaited<ReturnType<typeof readRows>>[number];

const readRows = ({ viewer, db }: Context<StaffViewer>, which: SQL | undefined, limit: number) =>
  db
    .select({
      id: promises.id,
      brand: promises.brand,
      number: threads.number,
      companyName: companies.name,
      kind: promises.kind,
      severity: promises.severity,
      agreement: agreements.product,
      coverage: promises.coverage,
      madeAt: promises.madeAt,
      dueAt: promises.dueAt,
      outcome: promises.outcome,
      endedAt: promises.endedAt,
      minutes: promises.minutes,
      cause: promises.cause,
      causeNote: promises.causeNote,
      answerer: staff.name,
      moves:
        sql`(select count(*) from ${promiseMoves} where ${and(ofVisibleThreads(viewer, promiseMoves.threadId), eq(promiseMoves.promiseId, promises.id))})`.mapWith(
          Number,
        ),
      solvedAt: caseSolutions.solvedAt,
      solvedMinutes: caseSolutions.minutes,
    })
    .from(promises)
    .innerJoin(threads, and(eq(threads.id, promises.threadId), visibleThreads(viewer)))
    .innerJoin(companies, and(eq(companies.id, threads.companyId), visibleCompanies(viewer)))
    .leftJoin(agreements, and(eq(agreements.id, promises.agreementId), visibleAgreements(viewer)))
    .leftJoin(staff, and(eq(staff.id, promises.staffId), visibleAnswerers(viewer)))
    .leftJoin(caseSolutions, and(eq(caseSolutions.threadId, promises.threadId), visibleSolutions(viewer)))
    .where(and(visiblePromises(viewer), which))
    .orderBy(asc(promises.dueAt), asc(promises.id))
    .limit(limit);

/** Every filtered promise in the order of promised times, from one snapshot. */
export async function* exportPromises(
  context: Context<StaffViewer>,
  filters: AnswerFilters,
  local: Zoned,
  rowsARead = 500,
): AsyncGenerator<ExportedPromise> {
  const which = filtered(context.viewer, filters, local);
  let last: ExportedPromise | undefined;
  for (;;) {
    const after =
      last &&
      or(
        sql`${promises.dueAt} > ${last.dueAt.toISOString()}::timestamptz`,
        sql`${promises.dueAt} = ${last.dueAt.toISOString()}::timestamptz and ${promises.id} > ${last.id}::uuid`,
      );
    const rows: ExportedPromise[] = await readRows(context, and(which, after), rowsARead);
    yield* rows;
    last = rows.at(-1);
    if (!last || rows.length < rowsARead) return;
  }
}

/** The companies whose threads the filtered promises are about, each once. */
export async function lookedOfPromises(
  { viewer, db }: Context<StaffViewer>,
  filters: AnswerFilters,
  local: Zoned,
): Promise<Looked[]> {
  const rows = await db
    .selectDistinct({ brand: threads.brand, companyId: threads.companyId })
    .from(promises)
    .innerJoin(threads, and(eq(threads.id, promises.threadId), visibleThreads(viewer, filters.of)))
    .where(and(visiblePromises(viewer), filtered(viewer, filters, local)));
  return rows.map((row) => ({ ...row, kinds: [LISTED_WITH[filters.of]] }));
}

/** How many promises exportPromises gives. */
export async function countPromises(
  { viewer, db }: Context<StaffViewer>,
  filters: AnswerFilters,
  local: Zoned,
): Promise<number> {
  const [row] = await db
    .select({ count: sql`count(*)`.mapWith(Number) })
    .from(promises)
    .innerJoin(threads, and(eq(threads.id, promises.threadId), visibleThreads(viewer)))
    .where(and(visiblePromises(viewer), filtered(viewer, filters, local)));
  return row?.count ?? 0;
}
