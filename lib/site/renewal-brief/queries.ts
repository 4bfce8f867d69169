import { and, asc, eq, gte, inArray, lt } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { agreements, companies, threadEvents, threads } from "@/db/schema";
import type { Context, Viewer } from "@/db/viewer";
import type { Brand } from "@/lib/gate/brand/types";
import { readsCases } from "@/lib/gate/rights";
import { addDays, businessInstant, businessNow, businessToday, systemInstant } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { visibleAgreements } from "@/lib/people/agreements/policy";
import { type Agreement, listAgreements } from "@/lib/people/agreements/queries";
import { followingTerm } from "@/lib/people/agreements/rules";
import { visibleCompanies } from "@/lib/people/companies/policy";
import { listCaseCompanies } from "@/lib/threads/cases/queries";
import { kindOf } from "@/lib/threads/kinds";
import { ofVisibleThreads, visibleThreads } from "@/lib/threads/policy";
import { type BriefCase, type CaseFigures, caseFigures, type Lapse, lapseOf } from "./rules";

/** The sheet about one agreement that manager and client both read. Seats and value are not on it. */
export interface RenewalBrief {
  readonly agreement: Agreement;
  readonly brand: Brand;
  readonly company: { readonly id: string; readonly name: string };
  /** `YYYY-MM-DD` in the brand's zone. */
  readonly today: string;
  /** Null for a reader who does not see all cases of the company today. */
  readonly cases: CaseFigures | null;
  readonly lapse: Lapse;
  /** The last day of a later term of the same thing; null where none follows. */
  readonly renewedUntil: string | null;
}

/**
 * The brief about an agreement; null for one that the viewer may not see. The figures are of all cases that the company
 * filed in the term up to now, whatever the agreement is about: the products of agreements are words of the ERP, and
 * those of cases the brand's. `brandOf` gives the brand of a key.
 */
export async function findRenewalBrief(
  context: Context,
  id: string,
  brandOf: (key: string) => Promise<Brand>,
): Promise<RenewalBrief | null> {
  const { viewer, db } = context;
  const [found] = await db
    .select({ brand: agreements.brand, companyId: companies.id, companyName: companies.name })
    .from(agreements)
    .innerJoin(companies, and(visibleCompanies(viewer), eq(companies.id, agreements.companyId)))
    .where(and(visibleAgreements(viewer), eq(agreements.id, id)));
  if (!found) return null;
  const { brand: key, companyId, companyName } = found;
  const brand = await brandOf(key);
  const { all, seesCases } = await together({
    all: listAgreements(context, companyId),
    seesCases: seesCasesOf(context, companyId),
  });
  const agreement = all.find((one) => one.id === id);
  if (!agreement) return null;
  const today = businessToday(brand.zone);
  const frame = { calendar: kindOf("case").calendar(brand), zone: brand.zone, now: businessNow(), term: agreement };
  const cases = seesCases ? caseFigures(await listBriefCases(context, companyId, agreement, brand), frame) : null;
  return {
    ...{ agreement, brand, today, cases },
    company: { id: companyId, name: companyName },
    renewedUntil: followingTerm(agreement, all, today)?.endsOn ?? null,
    lapse: lapseOf(agreement, all, today, cases?.open ?? null),
  };
}

/**
 * Does the viewer see all cases of the company today? A contact does with the scope `company`, where the company has a
 * support agreement in force; without one nobody there sees any, and none of them may be counted as none.
 */
async function seesCasesOf(context: Context, companyId: string): Promise<boolean> {
  const { viewer, db } = context;
  if (viewer.kind === "staff") return readsCases(viewer);
  if (viewer.rights.cases !== "company") return false;
  const companies = await listCaseCompanies({ viewer, db });
  return companies.some((one) => one.id === companyId && one.inForce);
}

const startOf = (day: string, zone: string) =>
  new Date(systemInstant(Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant()).epochMilliseconds);

/** The cases of the company that were filed in the term. The times in the rows are system time. */
async function listBriefCases(
  { viewer, db }: Context<Viewer>,
  companyId: string,
  { startsOn, endsOn }: Agreement,
  { zone }: Brand,
): Promise<BriefCase[]> {
  const filed = and(
    visibleThreads(viewer, "case"),
    eq(threads.companyId, companyId),
    gte(threads.createdAt, startOf(startsOn, zone)),
    endsOn < "9999-12-31" ? lt(threads.createdAt, startOf(addDays(endsOn, 1), zone)) : undefined,
  );
  const { rows, events } = await together({
    rows: db
      .select({
        id: threads.id,
        severity: threads.severity,
        createdAt: threads.createdAt,
        firstAnsweredAt: threads.firstAnsweredAt,
        firstAnswerDueAt: threads.firstAnswerDueAt,
        closedAt: threads.closedAt,
      })
      .from(threads)
      .where(and(visibleThreads(viewer, "case"), filed)),
    events: db
      .select({
        threadId: threadEvents.threadId,
        kind: threadEvents.kind,
        before: threadEvents.before,
        after: threadEvents.after,
        at: threadEvents.createdAt,
      })
      .from(threadEvents)
      .innerJoin(threads, and(visibleThreads(viewer, "case"), eq(threads.id, threadEvents.threadId)))
      .where(
        and(
          ofVisibleThreads(viewer, threadEvents.threadId, "case"),
          eq(threadEvents.internal, false),
          inArray(threadEvents.kind, ["severity", "status"]),
          filed,
        ),
      )
      .orderBy(asc(threadEvents.createdAt), asc(threadEvents.id)),
  });
  const changesOf = new Map<string, (typeof events)[number][]>();
  for (const event of events) changesOf.set(event.threadId, [...(changesOf.get(event.threadId) ?? []), event]);
  return rows.map((row) => ({
    severity: row.severity ?? "question",
    filedAt: businessInstant(row.createdAt),
    answeredAt: row.firstAnsweredAt && businessInstant(row.firstAnsweredAt),
    answerDueAt: businessInstant(row.firstAnswerDueAt),
    closedAt: row.closedAt && businessInstant(row.closedAt),
    changes: (changesOf.get(row.id) ?? []).map(({ kind, before, after, at }) => ({
      at: businessInstant(at),
      kind: kind === "severity" ? "severity" : "status",
      ...{ before, after },
    })),
  }));
}
