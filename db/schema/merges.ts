import { sql } from "drizzle-orm";
import { bigint, check, index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { MERGE_KINDS, type MergeKind } from "./constants";
import { createdAt, id, inStaffBrands, instant, oneOf, staffHasRole, staffReads } from "./shared";
import { staff } from "./staff";

/**
 * Merges of two contacts or two companies of one brand. Functions of the database write the rows, after they have
 * checked the viewer: no role may write them. The record that was merged stays, closed, and names its survivor.
 */
export const merges = pgTable(
  "merges",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    kind: text().$type<MergeKind>().notNull(),
    /** Ids of two contacts or of two companies. A survivor that is merged itself later keeps its place here. */
    survivorId: uuid().notNull(),
    mergedId: uuid().notNull(),
    /** For companies: the contacts whom the preview named, who alone see something new. */
    people: uuid().array().notNull().default(sql`'{}'`),
    mergedBy: uuid()
      .notNull()
      .references(() => staff.id),
    mergedAt: createdAt(),
    undoneBy: uuid().references(() => staff.id),
    undoneAt: instant(),
  },
  (table) => [
    index("merges_survivor").on(table.survivorId),
    index("merges_merged").on(table.mergedId),
    check("merges_kind", oneOf(table.kind, MERGE_KINDS)),
    check("merges_two", sql`${table.survivorId} <> ${table.mergedId}`),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`),
  ],
);

/**
 * What a merge did to each row, in the order in which it did it, so that it can be undone exactly. Only the functions
 * that merge and undo read it. A row that could not move beside one of the survivor's stays with the merged record.
 */
export const mergeMoves = pgTable(
  "merge_moves",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    mergeId: uuid()
      .notNull()
      .references(() => merges.id, { onDelete: "cascade" }),
    /** `moved`: a column names the survivor now. `set`: the record itself, which is closed and names its survivor. */
    what: text().$type<"moved" | "set">().notNull(),
    tableName: text().notNull(),
    columnName: text().notNull(),
    /** Columns of the primary key and their values, as they are since. */
    rowKey: jsonb().notNull(),
    /** The whole row before. */
    before: jsonb().notNull(),
    /** MD5 of the row after the whole merge: a row that differs has changed since. Null where that does not matter. */
    after: text(),
  },
  (table) => [
    index("merge_moves_merge").on(table.mergeId, table.id),
    check("merge_moves_what", oneOf(table.what, ["moved", "set"])),
  ],
).enableRLS();
