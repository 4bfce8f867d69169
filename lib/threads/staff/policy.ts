import { and, arrayOverlaps, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { staff, staffBrands } from "@/db/schema";
import { THREAD_KINDS, type ThreadKind } from "@/db/schema/constants";
import { THREAD_READERS, THREAD_WORKERS } from "@/db/schema/shared";
import type { StaffViewer } from "@/db/viewer";
import { readsThreads } from "@/lib/threads/policy";

/**
 * Rows that are shown beside a thread of this kind, such as its people and canned replies: by role and brand. Never
 * undefined.
 */
export function besideThreads(viewer: StaffViewer, kind: ThreadKind, brand: PgColumn): SQL {
  return readsThreads(viewer, kind) ? inArray(brand, [...viewer.brands]) : sql`false`;
}

/**
 * Rows of staff whose accounts are open and whose roles work threads of this kind. For a query that is joined with
 * staffBrands. Never undefined.
 */
export function visibleWorkers(viewer: StaffViewer, kind: ThreadKind): SQL {
  return (
    and(
      besideThreads(viewer, kind, staffBrands.brand),
      isNull(staff.closedAt),
      arrayOverlaps(staff.roles, [...THREAD_WORKERS[kind]]),
    ) ?? sql`false`
  );
}

/**
 * Rows of staff whose accounts are open and whose roles read threads of this kind. For a query that is joined with
 * staffBrands. Never undefined.
 */
export function visibleReaders(viewer: StaffViewer, kind: ThreadKind): SQL {
  return (
    and(
      besideThreads(viewer, kind, staffBrands.brand),
      isNull(staff.closedAt),
      arrayOverlaps(staff.roles, [...THREAD_READERS[kind]]),
    ) ?? sql`false`
  );
}

/**
 * Rows of colleagues whose names may be read, also of other brands and with closed accounts, because they are named in
 * what they did. `id` is the id column of the row. Never undefined.
 */
export function visibleColleagues(viewer: StaffViewer, id: PgColumn): SQL {
  return THREAD_KINDS.some((kind) => readsThreads(viewer, kind)) ? isNotNull(id) : sql`false`;
}
