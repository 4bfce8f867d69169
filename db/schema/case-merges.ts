import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { clientReads, createdAt, staffInserts, staffReads, viewerBrand, viewerStaff } from "./shared";
import { staff } from "./staff";
import { brandKey, ofVisibleThread, staffOfBrand, staffWhoAnswer, threadKey, threads } from "./threads";

/** Both are cases of one company and of the row's brand. */
const ofOneCompany = sql`(select count(*) = 2 and count(distinct t.company_id) = 1 from threads t
  where t.id in (thread_id, into_id) and t.kind = 'case' and t.brand = case_merges.brand)`;

/**
 * Cases that go on in another: they are closed, keep their messages, and what is written to them lands in the other. A
 * contact reads the row where they see both. Where one of them sees the merged case alone and writes in it, it opens
 * again, and promises_follow() takes the row away: it goes on by itself.
 */
export const caseMerges = pgTable(
  "case_merges",
  {
    threadId: threadKey().primaryKey(),
    intoId: uuid()
      .notNull()
      .references(() => threads.id, { onDelete: "cascade" }),
    brand: brandKey(),
    staffId: uuid()
      .notNull()
      .references(() => staff.id),
    staffName: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index("case_merges_into").on(table.intoId),
    check("case_merges_two", sql`${table.threadId} <> ${table.intoId}`),
    clientReads(
      sql`brand = ${viewerBrand} and ${ofVisibleThread} and exists (select 1 from threads t where t.id = into_id)`,
    ),
    staffReads(staffOfBrand),
    staffInserts(sql`${staffWhoAnswer} and staff_id = ${viewerStaff} and ${ofOneCompany}`),
  ],
);
