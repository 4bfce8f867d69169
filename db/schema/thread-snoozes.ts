import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, inStaffBrands, instant, staffDeletes, staffInserts, staffReads, viewerStaff } from "./shared";
import { staff } from "./staff";
import { brandKey, staffWhoAnswer, threadKey } from "./threads";

/**
 * Threads that leave the queues of staff until a time. Whether one sleeps is decided by comparison when it is read, so
 * that no job can forget to wake it: it wakes at its time, when a contact has written since, and when it is of another
 * owner than it was. No client sees these rows, and no promise of an answer is changed by them.
 */
export const threadSnoozes = pgTable(
  "thread_snoozes",
  {
    threadId: threadKey().primaryKey(),
    brand: brandKey(),
    /** In system time. */
    until: instant().notNull(),
    staffId: uuid()
      .notNull()
      .references(() => staff.id),
    staffName: text().notNull(),
    /** Who owned the thread when it was snoozed; null for nobody. */
    ownerId: uuid().references(() => staff.id),
    createdAt: createdAt(),
  },
  (table) => [
    index("thread_snoozes_until").on(table.until),
    check("thread_snoozes_ahead", sql`${table.until} > ${table.createdAt}`),
    // A scalar sub-select: `exists` would be hashed, and read every thread of the viewer for the few that sleep.
    staffReads(sql`${inStaffBrands("brand")} and (select true from threads where threads.id = thread_id)`),
    staffInserts(sql`${staffWhoAnswer} and staff_id = ${viewerStaff}`),
    staffDeletes(staffWhoAnswer),
  ],
);
