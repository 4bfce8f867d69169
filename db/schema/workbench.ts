import { sql } from "drizzle-orm";
import { check, index, jsonb, pgPolicy, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { CloseReason, ThreadStatus } from "./constants";
import { createdAt, id, instant, oneOf, staffInserts, staffReads, staffRole, viewerStaff } from "./shared";
import { staff } from "./staff";
import {
  BULK_DEEDS,
  BULK_LISTS,
  type BulkDeed,
  type BulkList,
  type BulkOutcome,
  SAVED_LISTS,
  type SavedList,
} from "./workbench-constants";

const isOwn = sql`staff_id = ${viewerStaff}`;

const staffKey = () =>
  uuid()
    .notNull()
    .references(() => staff.id, { onDelete: "cascade" });

/** Filters of a list of staff under a name: each member of staff has their own, and sees nobody else's. */
export const savedViews = pgTable(
  "saved_views",
  {
    id: id(),
    staffId: staffKey(),
    list: text().$type<SavedList>().notNull(),
    name: text().notNull(),
    /** The list's parameters as its address has them, without the place of a page. Empty: the list without filters. */
    query: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("saved_views_name").on(table.staffId, table.list, sql`lower(${table.name})`),
    check("saved_views_list", oneOf(table.list, SAVED_LISTS)),
    check("saved_views_length", sql`length(${table.name}) between 1 and 60 and length(${table.query}) <= 1000`),
    staffReads(isOwn),
    staffInserts(isOwn),
    pgPolicy("staff_deletes", { for: "delete", to: staffRole, using: isOwn }),
  ],
);

/** What became of one row in a bulk deed. The words for it are made when it is read: see lib/people/bulk-deeds. */
export interface BulkRow {
  /** Number of a thread, or id of what else was chosen. */
  readonly number: string;
  readonly outcome: BulkOutcome;
  /** Why the row was left alone, where that is known: a sentence without its full stop. */
  readonly why?: string;
  /** What was there before the deed, for a row that was done: to undo it. */
  readonly before?: {
    readonly ownerId: string | null;
    readonly standsInFor: string | null;
    readonly status: ThreadStatus;
    /** ISO instants in system time. */
    readonly answerDueAt: string | null;
    readonly answerSince: string | null;
    readonly closedAt: string | null;
    readonly closeReason: CloseReason | null;
    /** Until when the thread slept; absent where it did not. */
    readonly snoozedUntil?: string | null;
  };
}

/**
 * Deeds on many rows of a list at once, so that their outcome can be told and they can be undone. They are deleted a day
 * later, with the next deed of the same person.
 */
export const bulkDeeds = pgTable(
  "bulk_deeds",
  {
    /** Made with the form: the same form sent twice is one deed. */
    id: uuid().primaryKey(),
    staffId: staffKey(),
    kind: text().$type<BulkList>().notNull(),
    deed: text().$type<BulkDeed>().notNull(),
    /** Digest of what was asked, to tell a form sent twice from one with other content. */
    asked: text().notNull(),
    /** The new owner of an assignment; null for nobody, and for other deeds. */
    toId: uuid(),
    /** The status that a deed about the status set. */
    toStatus: text().$type<ThreadStatus>(),
    /** Until when a deed let threads sleep, in system time. */
    toUntil: instant(),
    rows: jsonb().$type<readonly BulkRow[]>().notNull(),
    createdAt: createdAt(),
    undoneAt: instant(),
    /** What became of each row when the deed was undone. */
    undone: jsonb().$type<readonly BulkRow[]>(),
  },
  (table) => [
    index("bulk_deeds_staff").on(table.staffId, table.createdAt),
    check("bulk_deeds_kind", oneOf(table.kind, BULK_LISTS)),
    check("bulk_deeds_deed", oneOf(table.deed, BULK_DEEDS)),
    staffReads(isOwn),
    staffInserts(isOwn),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: isOwn, withCheck: isOwn }),
    pgPolicy("staff_deletes", { for: "delete", to: staffRole, using: isOwn }),
  ],
);
