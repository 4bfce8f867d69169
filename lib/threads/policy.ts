import { inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { cases, threads } from "@/db/schema";
import { CASE_READERS, CASE_WORKERS } from "@/db/schema/shared";
import type { StaffViewer, Viewer } from "@/db/viewer";

const nothing = () => sql`false`;

/** Does this client have the right to cases at all? Of which companies, the database says at each query. */
export function hasCases(viewer: Viewer): boolean {
  return viewer.kind === "client" && viewer.rights.cases !== "none";
}

export function readsCases(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => CASE_READERS.some((reader) => reader === role));
}

/** May answer, assign and write notes. */
export function worksCases(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.some((role) => CASE_WORKERS.some((worker) => worker === role));
}

/**
 * Who may see a case. A contact: those of the companies that they reach, where a support agreement is in force today;
 * with scope `company` all of them, with `own` the ones they filed or take part in. Staff: by role and brand. Which
 * companies are reached is for the database to say (case_companies), since no contact may read another company's row.
 * Never undefined.
 */
export function visibleCases(viewer: Viewer): SQL {
  if (viewer.kind === "staff") return readsCases(viewer) ? inArray(cases.brand, [...viewer.brands]) : nothing();
  if (!hasCases(viewer)) return nothing();
  const reached = sql`(${cases.brand} = ${viewer.brand} and ${cases.companyId} in (select company_id from case_companies() where in_force))`;
  if (viewer.rights.cases === "company") return reached;
  return sql`(${reached} and (${cases.filedBy} = ${viewer.contactId}::uuid or ${cases.id} in (select thread_id from threads_taken_part())))`;
}

/** Rows of threads whose case the viewer sees. `column` holds the thread's id. Never undefined. */
export function ofVisibleThreads(viewer: Viewer, column: PgColumn): SQL {
  return sql`${column} in (select ${cases.id} from ${cases} where ${visibleCases(viewer)})`;
}

export function visibleThreads(viewer: Viewer): SQL {
  return ofVisibleThreads(viewer, threads.id);
}
