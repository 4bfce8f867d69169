import { and, arrayOverlaps, inArray, isNull, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { staff } from "@/db/schema";
import { CASE_WORKERS } from "@/db/schema/shared";
import type { StaffViewer } from "@/db/viewer";

/** Whether the viewer may edit the rotas of the brands in their record. */
export function editsOnCall(viewer: StaffViewer): boolean {
  return viewer.brands.length > 0 && viewer.roles.includes("administrator");
}

/** Rows of rotas that the viewer may edit; `brand` is the column with the brand's key. Never undefined. */
export function editedRotas(viewer: StaffViewer, brand: PgColumn): SQL {
  return editsOnCall(viewer) ? inArray(brand, [...viewer.brands]) : sql`false`;
}

/** Staff who may be put on a rota: their accounts are open and they answer cases. Never undefined. */
export function visibleChoices(viewer: StaffViewer): SQL {
  if (!editsOnCall(viewer)) return sql`false`;
  return and(isNull(staff.closedAt), arrayOverlaps(staff.roles, [...CASE_WORKERS])) ?? sql`false`;
}
