import { and, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { invoices } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { type DocumentWord, documentWords, NUMBER_SIGNS, partsOf } from "@/lib/kit/document-number";
import { likePattern, searchWords } from "@/lib/kit/lists/search";

/** Filters whose search has been asked for. */
export type Sought<F extends { readonly q: string }> = Omit<F, "q"> & {
  /** The condition for what the search finds; undefined without a search. */
  readonly found: SQL | undefined;
  /** Whether the search finds more than MOST_COUNTED documents. */
  readonly isMany: boolean;
};

/**
 * A search that finds more documents counts them up to here and adds none up, unless it is asked to: that costs ten times
 * as much as a page. It names so many one by one; of more, each document is compared with the words when it is read.
 */
export const MOST_COUNTED = 1_000;

/**
 * Asks for the search of the filters, once for all queries about them. It calls a function that applies the viewer's
 * ids itself, because trigram operators are not leakproof and so no viewer may use the index. If it finds many
 * documents, the index is of no use: a page of the list is read in its order until it is full. The search looks for the
 * parts of a number, letters and digits, in their order. Of the documents found, only those remain that hold the number
 * as typed or without signs. Typing `20260017` does not find `2026-0017`, because the missing sign is between digits.
 */
export async function sought<F extends { readonly q: string }>(
  { db }: Context,
  { q, ...filters }: F,
): Promise<Sought<F>> {
  const words = documentWords(searchWords(q));
  if (words.length === 0) return { ...filters, found: undefined, isMany: false };
  const patterns = words.map(({ text, number }) => {
    const parts = number === null ? [] : partsOf(text);
    return sql`lower(${parts.length > 1 ? `%${parts.join("%")}%` : likePattern(text)}::text)`;
  });
  const all = sql`array[${sql.join(patterns, sql`, `)}]`;
  const [row] = await db.execute<{ ids: string | null }>(sql`select case when cardinality(found) <= ${MOST_COUNTED}
    then found::text end as ids from (select array(select search_invoices(${all}, ${MOST_COUNTED + 1},
      ${ofNumbers(words, ({ text }) => text)}, ${ofNumbers(words, ({ number }) => number ?? "")})) as found offset 0) as asked`);
  const ids = row?.ids ?? null;
  if (ids !== null) return { ...filters, found: sql`${invoices.id} = any (${ids}::uuid[])`, isMany: false };
  // As a case, it is assumed to hold for every second document. The planner's estimate for the patterns is often one
  // document, for which it would read and sort all of the company's.
  const matches = and(sql`${invoices.searchText} like all (${all})`, ...words.filter(isSpelled).map(hasNumber));
  return { ...filters, found: sql`case when ${matches} then true else false end`, isMany: true };
}

/** Whether the word is a number of several parts, between which other signs may stand. */
const isSpelled = ({ text, number }: DocumentWord) => number !== null && partsOf(text).length > 1;

/** Patterns for the words that are numbers of several parts, each in the place of its word; null for other words. */
function ofNumbers(words: readonly DocumentWord[], textOf: (word: DocumentWord) => string): SQL {
  const places = words.map((word) =>
    isSpelled(word) ? sql`lower(${likePattern(textOf(word))}::text)` : sql`null::text`,
  );
  return sql`array[${sql.join(places, sql`, `)}]`;
}

function hasNumber({ text, number }: DocumentWord): SQL | undefined {
  if (number === null) return undefined;
  const bare = (column: PgColumn) =>
    sql`translate(lower(${column}), ${NUMBER_SIGNS}, '') like lower(${likePattern(number)}::text)`;
  return or(
    sql`${invoices.searchText} like lower(${likePattern(text)}::text)`,
    bare(invoices.number),
    bare(invoices.poNumber),
  );
}
