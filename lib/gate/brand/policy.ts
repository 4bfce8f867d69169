import { eq, inArray, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Viewer } from "@/db/viewer";

/** What a brand lets everybody of it know: what it supports, how soon it answers. `brand` holds the key. Never undefined. */
export function ofOwnBrands(viewer: Viewer, brand: PgColumn): SQL {
  return viewer.kind === "client" ? eq(brand, viewer.brand) : inArray(brand, [...viewer.brands]);
}
