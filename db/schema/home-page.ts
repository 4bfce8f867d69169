import { sql } from "drizzle-orm";
import { type AnyPgColumn, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { createdAt, id, inStaffBrands, staffHasRole, staffInserts, staffReads, viewerStaff } from "./shared";

const editors = sql`${inStaffBrands("brand")} and ${staffHasRole("marketing", "administrator")}`;

/**
 * Versions of the home page from before `content_versions`, which has them all under the same ids. Nothing writes here
 * any more but processes of the release before, while an upgrade is under way.
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
