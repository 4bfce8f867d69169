import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { CASE_LINK_KINDS, type CaseLinkKind } from "./constants";
import { createdAt, oneOf, staffDeletes, staffInserts, staffReads, viewerStaff } from "./shared";
import { staff } from "./staff";
import { brandKey, staffOfBrand, staffWhoAnswer, threadKey, threads } from "./threads";

/** Both ends are cases of the row's brand, which the member of staff sees. */
const casesOfBrand = sql`(select count(*) from threads t
  where t.id in (thread_id, other_id) and t.kind = 'case' and t.brand = case_links.brand) = 2`;

/**
 * Two cases that have to do with each other, for staff alone. The thread is what the kind says *of* the other: it is a
 * duplicate of it, or it is caused by it. Two cases have one link at most, whichever was linked to which.
 */
export const caseLinks = pgTable(
  "case_links",
  {
    threadId: threadKey(),
    otherId: uuid()
      .notNull()
      .references(() => threads.id, { onDelete: "cascade" }),
    brand: brandKey(),
    kind: text().$type<CaseLinkKind>().notNull(),
    staffId: uuid()
      .notNull()
      .references(() => staff.id),
    staffName: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.threadId, table.otherId] }),
    index("case_links_other").on(table.otherId),
    uniqueIndex("case_links_pair").on(
      sql`least(${table.threadId}, ${table.otherId})`,
      sql`greatest(${table.threadId}, ${table.otherId})`,
    ),
    check("case_links_kind", oneOf(table.kind, CASE_LINK_KINDS)),
    check("case_links_two", sql`${table.threadId} <> ${table.otherId}`),
    staffReads(staffOfBrand),
    staffInserts(sql`${staffWhoAnswer} and staff_id = ${viewerStaff} and ${casesOfBrand}`),
    staffDeletes(staffWhoAnswer),
  ],
);
