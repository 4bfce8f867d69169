import { sql } from "drizzle-orm";
import { check, date, index, pgPolicy, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import {
  bytea,
  CLIENT_FACING,
  clientReads,
  createdAt,
  id,
  inStaffBrands,
  staffHasRole,
  staffInserts,
  staffReads,
  staffRole,
  viewerBrand,
  viewerStaff,
} from "./shared";
import { staff } from "./staff";

/** Staff write their own absences; administrators write everybody's. */
const ownOrAdministrator = sql`(staff_id = ${viewerStaff} or ${staffHasRole("administrator")})`;

/** Absences of staff: first and last day, both included, in the person's own zone, and who stands in. */
export const staffAbsences = pgTable(
  "staff_absences",
  {
    id: id(),
    staffId: uuid()
      .notNull()
      .references(() => staff.id, { onDelete: "cascade" }),
    startsOn: date({ mode: "string" }).notNull(),
    endsOn: date({ mode: "string" }).notNull(),
    standInId: uuid().references(() => staff.id),
    createdAt: createdAt(),
  },
  (table) => [
    index("staff_absences_staff").on(table.staffId, table.endsOn),
    check("staff_absences_term", sql`${table.startsOn} <= ${table.endsOn}`),
    check("staff_absences_stand_in", sql`${table.standInId} is distinct from ${table.staffId}`),
    staffReads(sql`${viewerStaff} is not null`),
    staffInserts(ownOrAdministrator),
    pgPolicy("staff_deletes", { for: "delete", to: staffRole, using: ownOrAdministrator }),
  ],
);

/** Pictures of account team members, found by brand and mail address. Each was encoded by the portal itself. */
export const teamPhotos = pgTable(
  "team_photos",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    email: text().notNull(),
    /** WebP, 256 × 256 pixels, no metadata. */
    image: bytea().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique("team_photos_person").on(table.brand, table.email),
    check("team_photos_email_lower", sql`${table.email} = lower(${table.email})`),
    check("team_photos_size", sql`octet_length(${table.image}) between 1 and 200000`),
    clientReads(
      sql`brand = ${viewerBrand} and (exists (select 1 from account_team_members m where m.brand = team_photos.brand and lower(m.email) = team_photos.email)
        or id in (select photos_of_chats()))`,
    ),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)}`),
    staffInserts(sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`),
    pgPolicy("staff_deletes", {
      for: "delete",
      to: staffRole,
      using: sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`,
    }),
  ],
);
