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

/** Of what any of the words finds, so many are compared, the latest activity first: common words find thousands. */
const MOST_COMPARED = 200;
/** Two words in common are about the same thing. */
const ENOUGH = 2;

/**
 * Cases that the viewer may see with the most words in common with a text, the better rank and then the later activity
 * first. Fewer than two words to go by find nothing.
 */
export async function listSimilarCases(
  { viewer, db }: Context<ClientViewer>,
  text: string,
  limit: number,
): Promise<SimilarCase[]> {
  const words = significantWords(text);
  if (words.length < ENOUGH) return [];
  // Quoted, each word stands for itself; search_threads reads `or` between them.
  const anyOf = words.map((word) => `"${word}"`).join(" or ");
  const list = sql.join(
    words.map((word) => sql`${word}`),
    sql`, `,
  );
  const shared = sql<number>`(select count(*) from unnest(array[${list}]::text[]) as word
    where ${threads.search} @@ plainto_tsquery('english', word))`;
  // Arrays are made once; as sub-queries, the planner may have the search done anew for each row.
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
