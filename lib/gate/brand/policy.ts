import { eq, inArray, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Viewer } from "@/db/viewer";

/**
 * Condition for rows that everybody of a brand may read: what it supports, how soon it answers. `brand` is the column
 * with the brand's key. Never undefined: that would mean all rows.
 */
export function ofOwnBrands(viewer: Viewer, brand: PgColumn): SQL {
  return viewer.kind === "client" ? eq(brand, viewer.brand) : inArray(brand, [...viewer.brands]);
}
