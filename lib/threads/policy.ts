import { inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { cases, requests, threads } from "@/db/schema";
import type { ThreadKind } from "@/db/schema/constants";
import type { Viewer } from "@/db/viewer";
import { hasCases, readsCases, worksCases, worksRequests } from "@/lib/gate/rights";

const nothing = () => sql`false`;

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

/**
 * Who may see a request. A contact: what they asked themselves at their primary company; with scope `company` what
 * colleagues asked there too; questions about money with the right billing alone; changes of their own details, which
 * nobody else of the client's sees, wherever they work since. Staff: those who answer, by brand. Never undefined.
 */
export function visibleRequests(viewer: Viewer): SQL {
  if (viewer.kind === "staff") return worksRequests(viewer) ? inArray(requests.brand, [...viewer.brands]) : nothing();
  const own = sql`${requests.askedBy} = ${viewer.contactId}::uuid`;
  const change = sql`(${requests.kind} = 'change' and ${own})`;
  if (viewer.companyId === null) return sql`(${requests.brand} = ${viewer.brand} and ${change})`;
  const asked = viewer.rights.requests === "company" ? sql`true` : own;
  const money = viewer.rights.billing ? sql`true` : sql`${requests.kind} not in ('invoice', 'estimate')`;
  return sql`(${requests.brand} = ${viewer.brand} and (${change} or (${requests.kind} <> 'change'
    and ${requests.companyId} = ${viewer.companyId}::uuid and ${asked} and ${money})))`;
}

/** May the viewer write in a thread of this kind that they see? */
export function writesIn(viewer: Viewer, kind: ThreadKind): boolean {
  if (viewer.kind === "client") return true;
  return kind === "case" ? worksCases(viewer) : worksRequests(viewer);
}

/** Rows of threads whose case or request the viewer sees. `column` holds the thread's id. Never undefined. */
export function ofVisibleThreads(viewer: Viewer, column: PgColumn): SQL {
  return sql`${column} in (select ${cases.id} from ${cases} where ${visibleCases(viewer)}
    union all select ${requests.id} from ${requests} where ${visibleRequests(viewer)})`;
}

export function visibleThreads(viewer: Viewer): SQL {
  return ofVisibleThreads(viewer, threads.id);
}
