import { sql } from "drizzle-orm";
import { check, integer, pgPolicy, pgTable, text, unique } from "drizzle-orm/pg-core";
import { THREAD_KINDS, type ThreadKind } from "./constants";
import {
  CLIENT_FACING,
  createdAt,
  id,
  inStaffBrands,
  oneOf,
  staffDeletes,
  staffHasRole,
  staffInserts,
  staffReads,
  staffRole,
  THREAD_WORKERS,
} from "./shared";
import { brandKey, byKind } from "./threads";

/** Whoever answers threads of the kind edits its texts. */
const staffWhoEdit = sql`${inStaffBrands("brand")} and (${byKind((kind) => staffHasRole(...THREAD_WORKERS[kind]), "thread_kind")})`;

/**
 * Texts that staff answer with, for one kind of thread. Placeholders (`{name}`) are filled in when a text is chosen.
 */
export const cannedReplies = pgTable(
  "canned_replies",
  {
    id: id(),
    brand: brandKey(),
    threadKind: text().$type<ThreadKind>().notNull().default("case"),
    title: text().notNull(),
    body: text().notNull(),
    position: integer().notNull().default(0),
    updatedAt: createdAt(),
  },
  (table) => [
    unique("canned_replies_title").on(table.brand, table.threadKind, table.title),
    check("canned_replies_thread_kind", oneOf(table.threadKind, THREAD_KINDS)),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)}`),
    staffInserts(staffWhoEdit),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: staffWhoEdit, withCheck: staffWhoEdit }),
    staffDeletes(staffWhoEdit),
  ],
);
