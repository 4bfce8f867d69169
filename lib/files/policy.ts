import { and, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { files } from "@/db/schema";
import type { Viewer } from "@/db/viewer";

/**
 * Files that the viewer sent up and that are attached to nothing yet. An attached file follows its thread: see
 * visibleFiles in lib/threads/files/policy.ts. Never undefined.
 */
export function ownLooseFiles(viewer: Viewer): SQL {
  const own =
    viewer.kind === "client"
      ? and(eq(files.brand, viewer.brand), eq(files.uploaderKind, "contact"), eq(files.uploaderId, viewer.contactId))
      : and(
          inArray(files.brand, [...viewer.brands]),
          eq(files.uploaderKind, "staff"),
          eq(files.uploaderId, viewer.staffId),
        );
  return and(own, isNull(files.threadId)) ?? sql`false`;
}
