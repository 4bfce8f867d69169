import { sql } from "drizzle-orm";
import { boolean, check, customType, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { FAQ_AUDIENCES, type FaqAudience } from "./content-constants";
import {
  clientReads,
  createdAt,
  gateRows,
  id,
  inStaffBrands,
  oneOf,
  staffHasRole,
  staffReads,
  viewerBrand,
} from "./shared";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
const editors = sql`${inStaffBrands("brand")} and ${staffHasRole("marketing", "administrator")}`;

/**
 * The FAQ of each brand as it is out. A trigger writes these rows from the version that was published last; nobody
 * writes them otherwise. Visitors see the public ones, by way of the gate.
 */
export const faqEntries = pgTable(
  "faq_entries",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    /** The entry's anchor on the page. Links from outside use it, so it never changes. */
    anchor: text().notNull(),
    groupAnchor: text().notNull(),
    groupTitle: text().notNull(),
    /** Counts over all groups. */
    position: integer().notNull(),
    question: text().notNull(),
    /** As it was written, with marks for lists and links and with placeholders for facts of the brand. */
    answer: text().notNull(),
    audience: text().$type<FaqAudience>().notNull(),
    /** The home page shows it too, if it is for everybody. */
    onHomePage: boolean().notNull().default(false),
    search: tsvector().generatedAlwaysAs(
      sql`setweight(to_tsvector('english', question), 'A') || setweight(to_tsvector('english', answer), 'B')`,
    ),
  },
  (table) => [
    primaryKey({ columns: [table.brand, table.anchor] }),
    index("faq_entries_search").using("gin", table.search),
    check("faq_entries_audience", oneOf(table.audience, FAQ_AUDIENCES)),
    clientReads(
      sql`brand = ${viewerBrand} and (audience in ('public', 'clients') or (audience = 'support' and (select viewer_has_support())))`,
    ),
    staffReads(inStaffBrands("brand")),
    gateRows,
  ],
);

/** Answers to **Was this useful**. Nobody's name is stored with them. */
export const faqVotes = pgTable(
  "faq_votes",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    anchor: text().notNull(),
    useful: boolean().notNull(),
    /** What was missing, in the person's words. */
    words: text(),
    createdAt: createdAt(),
  },
  (table) => [
    index("faq_votes_brand").on(table.brand, table.anchor, table.createdAt),
    check("faq_votes_words", sql`length(${table.words}) between 1 and 500`),
    staffReads(editors),
    gateRows,
  ],
);
