import { and, desc, sql } from "drizzle-orm";
import { threads } from "@/db/schema";
import type { CaseStatus, CloseReason } from "@/db/schema/constants";
import type { ClientViewer, Context } from "@/db/viewer";
import { significantWords } from "@/lib/kit/words";
import { matching } from "@/lib/threads/list/queries";
import { visibleThreads } from "@/lib/threads/policy";

export interface SimilarCase {
  readonly number: string;
  readonly subject: string;
  readonly status: CaseStatus;
  readonly closeReason: CloseReason | null;
}

/**
 * At most this many of the cases that any of the words finds are compared, those with the latest activity: common words
 * find thousands.
 */
const MOST_COMPARED = 200;
/** A case that shares this many words with the text counts as similar. */
const ENOUGH = 2;

/**
 * Cases that the viewer may see and that share words with a text: those that share the most first, then by rank in the
 * search, then by the latest activity. A text with fewer than two significant words finds none.
 */
export async function listSimilarCases(
  { viewer, db }: Context<ClientViewer>,
  text: string,
  limit: number,
): Promise<SimilarCase[]> {
  const words = significantWords(text);
  if (words.length < ENOUGH) return [];
  // Quotes make each word an ordinary word for search_threads, which reads `or` as an operator between them.
  const anyOf = words.map((word) => `"${word}"`).join(" or ");
  const list = sql.join(
    words.map((word) => sql`${word}`),
    sql`, `,
  );
  const shared = sql<number>`(select count(*) from unnest(array[${list}]::text[]) as word
    where ${threads.search} @@ plainto_tsquery('english', word))`;
  // The candidates are read through an array, which is computed once: for a sub-query, the planner may repeat the
  // search for each row.
  const candidates = db
    .select({ id: threads.id })
    .from(threads)
    .where(and(visibleThreads(viewer, "case"), matching(anyOf, ["case"])))
    .orderBy(desc(threads.activeAt), desc(threads.id))
    .limit(MOST_COMPARED);
  const rows = await db
    .select({
      number: threads.number,
      subject: threads.subject,
      status: threads.status,
      closeReason: threads.closeReason,
    })
    .from(threads)
    .where(
      and(visibleThreads(viewer, "case"), sql`${threads.id} = any (array(${candidates}))`, sql`${shared} >= ${ENOUGH}`),
    )
    .orderBy(
      desc(shared),
      desc(sql`ts_rank(${threads.search}, websearch_to_tsquery('english', ${anyOf}))`),
      desc(threads.activeAt),
      desc(threads.id),
    )
    .limit(limit);
  return rows as SimilarCase[];
}
