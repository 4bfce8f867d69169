import { or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { threadReads, threads } from "@/db/schema";
import { THREAD_KINDS, type ThreadKind } from "@/db/schema/constants";
import type { ClientViewer, StaffViewer, Viewer } from "@/db/viewer";
import { hasCases, readsCases, worksCases, worksRequests } from "@/lib/gate/rights";

/** Who sees a kind of thread: which staff read it, which staff work it, and which of its threads a contact sees. */
interface Sight {
  readonly reads: (viewer: StaffViewer) => boolean;
  readonly works: (viewer: StaffViewer) => boolean;
  /** The condition without brand and kind, which `seen` adds. */
  readonly seenBy: (viewer: ClientViewer) => SQL;
}

/*
 * The kind is a part of the query's text, not a parameter, so that the partial indexes of the kind can be used. A
 * contact sees of
 *
 * - cases: those of the companies that their right to cases covers and that have a support agreement in force today;
 *   with scope `company` all of them, with `own` the ones they filed or take part in. The database says which companies
 *   these are (case_companies), since no contact may read another company's row.
 * - requests: what they asked themselves at their primary company; with scope `company` also what colleagues asked
 *   there. Requests about invoices and estimates are shown only with the right `billing`. Changes of details are shown
 *   only to the contact who asked for them, even when they have moved to another company.
 * - chats: those that they began themselves, where they may see cases.
 */
// As an array, the companies are read once and the threads found by an index. With a sub-query, the planner may read
// all threads of the brand.
const reached = sql`${threads.companyId} = any (array(select company_id from case_companies() where in_force))`;

const SIGHT: Readonly<Record<ThreadKind, Sight>> = {
  case: {
    reads: readsCases,
    works: worksCases,
    seenBy: (viewer) => {
      if (!hasCases(viewer)) return sql`false`;
      if (viewer.rights.cases === "company") return reached;
      return sql`${reached} and (${threads.openedBy} = ${viewer.contactId}::uuid or ${threads.id} in (select thread_id from threads_taken_part()))`;
    },
  },
  request: {
    reads: worksRequests,
    works: worksRequests,
    seenBy: (viewer) => {
      // As a sub-select, so that the plan does not depend on its value: a plan made once serves every contact equally
      // well.
      const own = sql`${threads.openedBy} = (select ${viewer.contactId}::uuid)`;
      if (viewer.companyId === null) return sql`(${threads.topic} = 'change' and ${own})`;
      const topics = viewer.rights.billing ? sql`<> 'change'` : sql`not in ('change', 'invoice', 'estimate')`;
      const ofCompany = sql`${threads.companyId} = ${viewer.companyId}::uuid and ${threads.topic} ${topics}`;
      return viewer.rights.requests === "company"
        ? sql`((${threads.topic} = 'change' and ${own}) or (${ofCompany}))`
        : // Found by the opener: `is true` keeps the planner from an index by which it would read all of a company's.
          sql`${own} and (${threads.topic} = 'change' or (${ofCompany})) is true`;
    },
  },
  chat: {
    reads: worksCases,
    works: worksCases,
    seenBy: (viewer) =>
      hasCases(viewer)
        ? sql`(${reached}) is true and ${threads.openedBy} = (select ${viewer.contactId}::uuid)`
        : sql`false`,
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

/** The condition for rows of threads that the member of staff answers; no rows for a client. Never undefined. */
export function ofWorkedThreads(viewer: Viewer, column: PgColumn): SQL {
  const kinds = viewer.kind === "staff" ? THREAD_KINDS.filter((kind) => SIGHT[kind].works(viewer)) : [];
  return kinds.length > 0 ? ofVisibleThreads(viewer, column, ...kinds) : sql`false`;
}

/**
 * The viewer's own rows of threadReads, which say until when they have read each thread. The side (contact or staff) is
 * a part of the query's text, as the kind is. Never undefined.
 */
export function ownReads(viewer: Viewer): SQL {
  const [side, id] = viewer.kind === "client" ? ["'contact'", viewer.contactId] : ["'staff'", viewer.staffId];
  return sql`(${threadReads.readerKind} = ${sql.raw(side)} and ${threadReads.readerId} = ${id}::uuid)`;
}

/** May the member of staff answer threads of this kind, assign them and write notes in them? */
export const worksThreads = (viewer: StaffViewer, kind: ThreadKind) => SIGHT[kind].works(viewer);

/** May the member of staff read threads of this kind, by their roles? */
export const readsThreads = (viewer: StaffViewer, kind: ThreadKind) => SIGHT[kind].reads(viewer);

/** May the viewer write in a thread of this kind that they see? */
export function writesIn(viewer: Viewer, kind: ThreadKind): boolean {
  return viewer.kind === "client" || worksThreads(viewer, kind);
}
