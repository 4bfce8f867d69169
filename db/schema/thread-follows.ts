import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { createdAt, staffDeletes, staffInserts, staffReads, viewerStaff } from "./shared";
import { staff } from "./staff";
import { brandKey, staffOfBrand, threadKey } from "./threads";

const own = sql`${staffOfBrand} and staff_id = ${viewerStaff}`;

/** Threads that a member of staff follows: they are told what the client writes, whoever owns the thread. */
export const threadFollows = pgTable(
  "thread_follows",
  {
    brand: brandKey(),
    threadId: threadKey(),
    staffId: uuid()
      .notNull()
      .references(() => staff.id),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.threadId, table.staffId] }),
    index("thread_follows_staff").on(table.staffId),
    staffReads(own),
    staffInserts(own),
    staffDeletes(own),
  ],
);
