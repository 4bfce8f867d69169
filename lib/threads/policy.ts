import { or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { threadReads, threads } from "@/db/schema";
import { THREAD_KINDS, type ThreadKind } from "@/db/schema/constants";
import type { ClientViewer, StaffViewer, Viewer } from "@/db/viewer";
import { hasCases, readsCases, worksCases, worksRequests } from "@/lib/gate/rights";

/** Of a kind of thread: whom of the staff it is shown to and who works it, and which of its threads a contact sees. */
interface Sight {
  readonly reads: (viewer: StaffViewer) => boolean;
  readonly works: (viewer: StaffViewer) => boolean;
  /** Without brand and kind. */
  readonly seenBy: (viewer: ClientViewer) => SQL;
}

/*
 * Kinds stand in the text of the query, not in its parameters: each matches its partial indexes. A contact sees of
 *
 * - cases: those of the companies that they reach, where a support agreement is in force today; with scope `company` all
 *   of them, with `own` the ones they filed or take part in. Which companies are reached is for the database to say
 *   (case_companies), since no contact may read another company's row.
 * - requests: what they asked themselves at their primary company; with scope `company` what colleagues asked there too;
 *   questions about money with the right billing alone; changes of their own details, which nobody else of the client's
 *   sees, wherever they work since.
 */
const SIGHT: Readonly<Record<ThreadKind, Sight>> = {
  case: {
    reads: readsCases,
    works: worksCases,
    seenBy: (viewer) => {
      if (!hasCases(viewer)) return sql`false`;
      // Asked once, and found by an index: as a sub-query, the planner may read a brand's whole table for it.
      const reached = sql`${threads.companyId} = any (array(select company_id from case_companies() where in_force))`;
      if (viewer.rights.cases === "company") return reached;
      return sql`${reached} and (${threads.openedBy} = ${viewer.contactId}::uuid or ${threads.id} in (select thread_id from threads_taken_part()))`;
    },
  },
  request: {
    reads: worksRequests,
    works: worksRequests,
    seenBy: (viewer) => {
      // As a sub-select, whose value no plan depends on: one made once serves every contact as well.
      const own = sql`${threads.openedBy} = (select ${viewer.contactId}::uuid)`;
      if (viewer.companyId === null) return sql`(${threads.topic} = 'change' and ${own})`;
      const topics = viewer.rights.billing ? sql`<> 'change'` : sql`not in ('change', 'invoice', 'estimate')`;
      const ofCompany = sql`${threads.companyId} = ${viewer.companyId}::uuid and ${threads.topic} ${topics}`;
      return viewer.rights.requests === "company"
        ? sql`((${threads.topic} = 'change' and ${own}) or (${ofCompany}))`
        : // Found by who asked: `is true` keeps the planner from reading all of a company's by an index of this condition.
          sql`${own} and (${threads.topic} = 'change' or (${ofCompany})) is true`;
    },
  },
};

const isKind = (kind: ThreadKind) => sql`${threads.kind} = ${sql.raw(`'${kind}'`)}`;

function seen(viewer: Viewer, kind: ThreadKind): SQL {
  if (viewer.kind === "client") {
    return sql`(${isKind(kind)} and ${threads.brand} = ${viewer.brand} and ${SIGHT[kind].seenBy(viewer)})`;
  }
  if (!SIGHT[kind].reads(viewer)) return sql`false`;
  return sql`(${isKind(kind)} and ${threads.brand} in ${[...viewer.brands]})`;
}

/** Threads that the viewer sees now: of these kinds, or of all. Never undefined. */
export function visibleThreads(viewer: Viewer, ...kinds: readonly ThreadKind[]): SQL {
  const wanted = kinds.length > 0 ? kinds : THREAD_KINDS;
  return or(...wanted.map((kind) => seen(viewer, kind))) ?? sql`false`;
}

/** Rows of threads that the viewer sees. `column` holds the thread's id. Never undefined. */
export function ofVisibleThreads(viewer: Viewer, column: PgColumn, ...kinds: readonly ThreadKind[]): SQL {
  return sql`${column} in (select ${threads.id} from ${threads} where ${visibleThreads(viewer, ...kinds)})`;
}

/** Rows of threads that the member of staff answers; none for a client. Never undefined. */
export function ofWorkedThreads(viewer: Viewer, column: PgColumn): SQL {
  const kinds = viewer.kind === "staff" ? THREAD_KINDS.filter((kind) => SIGHT[kind].works(viewer)) : [];
  return kinds.length > 0 ? ofVisibleThreads(viewer, column, ...kinds) : sql`false`;
}

/** Until when the viewer has read which thread. The side stands in the text, as the kinds do. Never undefined. */
export function ownReads(viewer: Viewer): SQL {
  const [side, id] = viewer.kind === "client" ? ["'contact'", viewer.contactId] : ["'staff'", viewer.staffId];
  return sql`(${threadReads.readerKind} = ${sql.raw(side)} and ${threadReads.readerId} = ${id}::uuid)`;
}

/** Does the member of staff answer threads of this kind, give them to somebody and write notes in them? */
export const worksThreads = (viewer: StaffViewer, kind: ThreadKind) => SIGHT[kind].works(viewer);

/** Are threads of this kind shown to the member of staff, by role? */
export const readsThreads = (viewer: StaffViewer, kind: ThreadKind) => SIGHT[kind].reads(viewer);

/** May the viewer write in a thread of this kind that they see? */
export function writesIn(viewer: Viewer, kind: ThreadKind): boolean {
  return viewer.kind === "client" || worksThreads(viewer, kind);
}
