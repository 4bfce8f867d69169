import { and, inArray, type SQL, sql } from "drizzle-orm";
import { cannedReplies } from "@/db/schema";
import { THREAD_KINDS, type ThreadKind } from "@/db/schema/constants";
import type { StaffViewer } from "@/db/viewer";
import { worksThreads } from "@/lib/threads/policy";

/** The kinds of thread whose canned replies the viewer edits: those that they answer. */
export const editedKinds = (viewer: StaffViewer): readonly ThreadKind[] =>
  THREAD_KINDS.filter((kind) => worksThreads(viewer, kind));

export const editsReplies = (viewer: StaffViewer): boolean => editedKinds(viewer).length > 0;

/** The canned replies that the viewer edits. Never undefined. */
export function editedReplies(viewer: StaffViewer): SQL {
  const kinds = editedKinds(viewer);
  if (kinds.length === 0 || viewer.brands.length === 0) return sql`false`;
  return (
    and(inArray(cannedReplies.brand, [...viewer.brands]), inArray(cannedReplies.threadKind, [...kinds])) ?? sql`false`
  );
}
