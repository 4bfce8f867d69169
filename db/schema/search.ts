import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { ACCOUNT_KINDS, type AccountKind } from "./constants";
import { inStaffBrands, instant, oneOf, staffHasRole, staffReads } from "./shared";

/**
 * Words that occur somewhere in what can be searched, of all brands. A mistyped word is looked up here, never shown from
 * here: no viewer reads the table, and what its words find is judged as everything else. Written by a job alone, which
 * also takes out what no record holds any more.
 */
export const searchWords = pgTable("search_words", { word: text().primaryKey() }, (table) => [
  index("search_words_prefix").on(table.word.op("text_pattern_ops")),
  index("search_words_like").using("gin", sql`word gin_trgm_ops`),
]).enableRLS();

/** Searches that found nothing, for whoever writes the FAQ and the library. Nothing says who searched. */
export const missedSearches = pgTable(
  "missed_searches",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    /** In lower case, without anything that holds a digit or an `@`. */
    words: text().notNull(),
    audience: text().$type<AccountKind>().notNull(),
    times: integer().notNull().default(1),
    lastAt: instant().notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.brand, table.words, table.audience] }),
    index("missed_searches_latest").on(table.brand, table.lastAt),
    check("missed_searches_audience", oneOf(table.audience, ACCOUNT_KINDS)),
    // Written by note_missed_search alone.
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole("marketing", "administrator")}`),
  ],
);
