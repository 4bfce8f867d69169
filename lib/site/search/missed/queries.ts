import { desc } from "drizzle-orm";
import { missedSearches } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { missedByClients } from "@/lib/site/search/policy";

export interface MissedSearch {
  readonly words: string;
  readonly times: number;
  /** In system time. */
  readonly lastAt: Date;
}

/** What clients of a brand searched for and did not find, the most frequent first; for who writes what could be found. */
export async function listMissedSearches(
  { viewer, db }: Context<StaffViewer>,
  brand: string,
  limit: number,
): Promise<MissedSearch[]> {
  return db
    .select({ words: missedSearches.words, times: missedSearches.times, lastAt: missedSearches.lastAt })
    .from(missedSearches)
    .where(missedByClients(viewer, brand))
    .orderBy(desc(missedSearches.times), desc(missedSearches.lastAt))
    .limit(limit);
}
