import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { looks } from "@/db/schema";
import type { Viewer } from "@/db/viewer";
import { looksReadBy } from "./rules";

/**
 * Looks at the client's own company, of the kinds that the client may read themselves; administrators see those of
 * their brands. Never undefined.
 */
export function visibleLooks(viewer: Viewer): SQL {
  if (viewer.kind === "client") {
    const kinds = looksReadBy(viewer);
    if (viewer.companyId === null || kinds.length === 0) return sql`false`;
    const own = and(
      eq(looks.companyId, viewer.companyId),
      eq(looks.brand, viewer.brand),
      inArray(looks.kind, [...kinds]),
    );
    return sql`(${own})`;
  }
  if (viewer.brands.length === 0 || !viewer.roles.includes("administrator")) return sql`false`;
  return inArray(looks.brand, [...viewer.brands]);
}
