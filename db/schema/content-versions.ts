import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  check,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { brands } from "./brands";
import {
  CONTENT_KINDS,
  type ContentKind,
  LINK_PLACES,
  type LinkPlace,
  VERSION_STATES,
  type VersionState,
} from "./content-constants";
import {
  bytea,
  createdAt,
  gateRows,
  id,
  inStaffBrands,
  instant,
  oneOf,
  staffHasRole,
  staffInserts,
  staffReads,
  staffRole,
  viewerStaff,
} from "./shared";

/** Who writes what the portal says: marketing and administrators, each in their brands. */
const editors = sql`${inStaffBrands("brand")} and ${staffHasRole("marketing", "administrator")}`;

/**
 * Versions of what a brand says in one place, such as its home page. Each is made from the newest before it, and its
 * content is never changed: saving a draft, publishing, scheduling and returning to an earlier version each add a row.
 * What is out is the row with the latest `publish_at` among the published and those whose time has come, by the
 * database's clock, so no job has to be on time. Triggers let editors of a brand take turns, set the times, and allow
 * no other change than of the state: a draft or what is not out yet may be withdrawn.
 */
export const contentVersions = pgTable(
  "content_versions",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    kind: text().$type<ContentKind>().notNull(),
    /** Everything that is said, whole. Its shape is known to its kind alone, which parses it. */
    content: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    state: text().$type<VersionState>().notNull(),
    /** When it comes, or came, out. Null for a draft. */
    publishAt: instant(),
    /** Null for what the brand began with, which no person wrote. */
    staffId: uuid(),
    staffName: text(),
    /** The earlier version that this one returns to. */
    restoresId: uuid().references((): AnyPgColumn => contentVersions.id),
    createdAt: createdAt(),
  },
  (table) => [
    index("content_versions_newest").on(table.brand, table.kind, table.createdAt.desc(), table.id),
    index("content_versions_out")
      .on(table.brand, table.kind, table.publishAt.desc())
      .where(sql`${table.state} in ('published', 'scheduled')`),
    check("content_versions_kind", oneOf(table.kind, CONTENT_KINDS)),
    check("content_versions_state", oneOf(table.state, VERSION_STATES)),
    check("content_versions_time", sql`${table.state} in ('draft', 'withdrawn') or ${table.publishAt} is not null`),
    check("content_versions_size", sql`octet_length(${table.content}::text) <= 500000`),
    staffReads(editors),
    staffInserts(sql`${editors} and staff_id = ${viewerStaff}`),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: editors, withCheck: editors }),
    gateRows,
  ],
);

/** What the worker found at night behind the links of what a brand says. Rows of links that are gone are deleted. */
export const contentLinks = pgTable(
  "content_links",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    url: text().notNull(),
    kind: text().$type<LinkPlace>().notNull(),
    /** Why it is dead, as a sentence for editors; null while it answers. */
    fault: text(),
    /** The first of the checks in a row that found it dead. */
    deadSince: instant(),
    checkedAt: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.brand, table.kind, table.url] }),
    check("content_links_kind", oneOf(table.kind, LINK_PLACES)),
    check("content_links_dead", sql`(${table.fault} is null) = (${table.deadSince} is null)`),
    staffReads(editors),
  ],
);

/** Pictures that editors have sent, encoded anew in two sizes. A version's content names them by id. */
export const contentPictures = pgTable(
  "content_pictures",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    /** WebP, for a phone and for a desk. */
    small: bytea().notNull(),
    large: bytea().notNull(),
    /** Pixels of the large one. */
    width: integer().notNull(),
    height: integer().notNull(),
    /** SHA-256 of the file as it was sent, hex: the same form sent twice is one picture. */
    sentHash: text().notNull(),
    staffId: uuid(),
    staffName: text(),
    createdAt: createdAt(),
  },
  (table) => [
    index("content_pictures_brand").on(table.brand, table.createdAt),
    check("content_pictures_size", sql`${table.width} between 1 and 4096 and ${table.height} between 1 and 4096`),
    staffReads(editors),
    staffInserts(sql`${editors} and staff_id = ${viewerStaff}`),
    gateRows,
  ],
);
