import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { ACCOUNT_KINDS } from "./constants";
import { gateRows, id, inStaffBrands, instant, oneOf, staffHasRole, staffReads } from "./shared";

const MISSED_AUDIENCES = ["visitor", ...ACCOUNT_KINDS] as const;

/**
 * Words that occur somewhere in what can be searched, of all brands. A mistyped word is looked up here, never shown from
 * here: no viewer reads the table, and what its words find is judged as everything else. Written by a job alone, which
 * also takes out what no record holds any more.
 */
export const searchWords = pgTable("search_words", { word: text().primaryKey() }, (table) => [
  index("search_words_prefix").on(table.word.op("text_pattern_ops")),
  index("search_words_like").using("gin", sql`word gin_trgm_ops`),
]).enableRLS();

/**
 * Searches that found nothing, for whoever writes the FAQ and the library. Nothing says who searched. Kept for 180 days
 * after the last time.
 */
export const missedSearches = pgTable(
  "missed_searches",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    /** In lower case. */
    words: text().notNull(),
    /** `visitor`: in the FAQ or the library's own search, signed in or not. */
    audience: text().$type<(typeof MISSED_AUDIENCES)[number]>().notNull().default("visitor"),
    times: integer().notNull().default(1),
    lastAt: instant().notNull().default(sql`now()`),
  },
  (table) => [
    uniqueIndex("missed_searches_words").on(table.brand, table.words, table.audience),
    index("missed_searches_latest").on(table.brand, table.lastAt),
    check("missed_searches_words_length", sql`length(${table.words}) between 1 and 100`),
    check("missed_searches_audience", oneOf(table.audience, MISSED_AUDIENCES)),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole("marketing", "administrator")}`),
    gateRows,
  ],
);
