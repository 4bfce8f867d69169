import { sql } from "drizzle-orm";
import { type AnyPgColumn, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { createdAt, id, inStaffBrands, staffHasRole, staffInserts, staffReads, viewerStaff } from "./shared";

const editors = sql`${inStaffBrands("brand")} and ${staffHasRole("marketing", "administrator")}`;

/**
 * Versions of what marketing writes for a brand's home page. The page shows the newest: a trigger copies it into
 * `brands.home`. Rows are never changed: restoring a version writes it again as a new row.
 */
export const homePageVersions = pgTable(
  "home_page_versions",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    connectTitle: text().notNull(),
    connectText: text().notNull(),
    upgradeLabel: text().notNull(),
    upgradeUrl: text().notNull(),
    /** Null for the version that the brand began with, which no person wrote. */
    staffId: uuid(),
    staffName: text(),
    /** The earlier version that this one restores. */
    restoresId: uuid().references((): AnyPgColumn => homePageVersions.id),
    createdAt: createdAt(),
  },
  (table) => [
    index("home_page_versions_brand").on(table.brand, table.createdAt, table.id),
    check("home_page_versions_https", sql`${table.upgradeUrl} ~ '^https://' or ${table.staffId} is null`),
    staffReads(editors),
    staffInserts(sql`${editors} and staff_id = ${viewerStaff}`),
  ],
);
