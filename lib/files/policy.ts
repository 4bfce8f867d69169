import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { files } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { personOf } from "@/lib/gate/viewers";

/**
 * The viewer's own files that are not attached yet. For attached files see visibleFiles in lib/threads/files/policy.ts.
 * Never undefined.
 */
export function ownLooseFiles(viewer: Viewer): SQL {
  const { kind, id } = personOf(viewer);
  const brands = viewer.kind === "client" ? [viewer.brand] : [...viewer.brands];
  const own = and(inArray(files.brand, brands), eq(files.uploaderKind, kind), eq(files.uploaderId, id));
  return and(own, isNull(files.threadId)) ?? sql`false`;
}
