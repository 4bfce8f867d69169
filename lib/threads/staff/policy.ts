import { and, arrayOverlaps, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { staff, staffBrands } from "@/db/schema";
import { THREAD_KINDS, type ThreadKind } from "@/db/schema/constants";
import { THREAD_WORKERS } from "@/db/schema/shared";
import type { StaffViewer } from "@/db/viewer";
import { readsThreads } from "@/lib/threads/policy";

/** Rows that stand beside a thread of this kind (its people, texts to answer with): by role and brand. Never undefined. */
export function besideThreads(viewer: StaffViewer, kind: ThreadKind, brand: PgColumn): SQL {
  return readsThreads(viewer, kind) ? inArray(brand, [...viewer.brands]) : sql`false`;
}

/** Staff rows of those who work threads of this kind today, joined with their brands. Never undefined. */
export function visibleWorkers(viewer: StaffViewer, kind: ThreadKind): SQL {
  return (
    and(
      besideThreads(viewer, kind, staffBrands.brand),
      isNull(staff.closedAt),
      arrayOverlaps(staff.roles, [...THREAD_WORKERS[kind]]),
    ) ?? sql`false`
  );
}

/** Names of colleagues, those of other brands and of the past too: they stand in what was done. `id`: of the row of staff. Never undefined. */
export function visibleColleagues(viewer: StaffViewer, id: PgColumn): SQL {
  return THREAD_KINDS.some((kind) => readsThreads(viewer, kind)) ? isNotNull(id) : sql`false`;
}
