import { and, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { invoices } from "@/db/schema";
import type { Context } from "@/db/viewer";
import { type DocumentWord, documentWords, NUMBER_SIGNS, partsOf } from "@/lib/kit/document-number";
import { likePattern, searchWords } from "@/lib/kit/lists/search";

/** Filters whose search has been asked for: `found` is the condition for what it finds; undefined without a search. */
export type Sought<F extends { readonly q: string }> = Omit<F, "q"> & { readonly found: SQL | undefined };

/** The search names so many documents one by one. Of more, each document is compared with its words when it is read. */
const FEW = 300;

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
  if (words.length === 0) return { ...filters, found: undefined };
  const patterns = words.map(({ text, number }) => {
    const parts = number === null ? [] : partsOf(text);
    return sql`lower(${parts.length > 1 ? `%${parts.join("%")}%` : likePattern(text)}::text)`;
  });
  const all = sql`array[${sql.join(patterns, sql`, `)}]`;
  const rows = await db.execute<{ id: string }>(sql`select search_invoices(${all}, ${FEW + 1}) as id`);
  const ids = [...rows].map(({ id }) => id);
  const numbers = words.filter(({ text }) => partsOf(text).length > 1).map(hasNumber);
  if (ids.length <= FEW) {
    return { ...filters, found: and(sql`${invoices.id} = any (${sql.param(ids)}::uuid[])`, ...numbers) };
  }
  // As a case, it is assumed to hold for every second document. The planner's estimate for the patterns is often one
  // document, for which it would read and sort all of the company's.
  const matches = and(sql`${invoices.searchText} like all (${all})`, ...numbers);
  return { ...filters, found: sql`case when ${matches} then true else false end` };
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
