import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { faqEntries, faqVotes, missedSearches } from "@/db/schema";
import type { StaffViewer, Viewer } from "@/db/viewer";
import { editsContent } from "@/lib/site/versions/policy";

/**
 * Entries that are out for the viewer: a contact sees those for everybody and for clients of the brand, those for
 * support clients with a support agreement in force; staff see all of their brands. Never undefined.
 */
export function visibleFaq(viewer: Viewer): SQL {
  if (viewer.kind === "staff") return inArray(faqEntries.brand, [...viewer.brands]);
  const isForThem = sql`(${faqEntries.audience} in ('public', 'clients')
    or (${faqEntries.audience} = 'support' and (select viewer_has_support())))`;
  return and(eq(faqEntries.brand, viewer.brand), isForThem) ?? sql`false`;
}

/** What people said of the entries, for those who write them. Never undefined. */
export function visibleVotes(viewer: StaffViewer): SQL {
  return editsContent(viewer) ? inArray(faqVotes.brand, [...viewer.brands]) : sql`false`;
}

/** What was searched for and not found, for those who write. Never undefined. */
export function visibleMisses(viewer: StaffViewer): SQL {
  return editsContent(viewer) ? inArray(missedSearches.brand, [...viewer.brands]) : sql`false`;
}
