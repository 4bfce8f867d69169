import { and, gt, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import { cspReports } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { visibleCspReports } from "./policy";

export interface CspCount {
  readonly brand: string;
  readonly directive: string;
  readonly source: string;
  readonly reports: number;
}

export const CSP_REPORT_DAYS = 7;

/** What browsers reported as blocked in the last CSP_REPORT_DAYS days (UTC), the most frequent first. */
export async function countCspReports(
  { viewer, db }: Context<StaffViewer>,
  now: Temporal.Instant,
): Promise<CspCount[]> {
  const since = now
    .subtract({ hours: 24 * CSP_REPORT_DAYS })
    .toString()
    .slice(0, 10);
  const { brand, directive, source } = cspReports;
  const reports = sql<number>`sum(${cspReports.reports})::double precision`;
  return db
    .select({ brand, directive, source, reports })
    .from(cspReports)
    .where(and(visibleCspReports(viewer), gt(cspReports.day, since)))
    .groupBy(brand, directive, source)
    .orderBy(sql`4 desc`, brand, directive, source);
}
