import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { missedSearches } from "@/db/schema";
import type { Viewer } from "@/db/viewer";

/** Searches that found nothing: for those who write the FAQ and the library of the brand. Never undefined. */
function visibleMissedSearches(viewer: Viewer): SQL {
  const isEditor =
    viewer.kind === "staff" && viewer.roles.some((role) => role === "marketing" || role === "administrator");
  if (!isEditor || viewer.brands.length === 0) return sql`false`;
  return inArray(missedSearches.brand, [...viewer.brands]);
}

/** Those of clients of one brand. Never undefined. */
export function missedByClients(viewer: Viewer, brand: string): SQL {
  return (
    and(visibleMissedSearches(viewer), eq(missedSearches.brand, brand), eq(missedSearches.audience, "contact")) ??
    sql`false`
  );
}
