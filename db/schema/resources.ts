import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  customType,
  date,
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { contacts } from "./companies";
import { HELD_REASONS, type HeldReason, SCAN_STATES, type ScanState } from "./constants";
import {
  type ArticleText,
  RESOURCE_AUDIENCES,
  RESOURCE_KINDS,
  RESOURCE_STATES,
  RESOURCE_TEXT_STATES,
  type ResourceAudience,
  type ResourceKind,
  type ResourceState,
  type ResourceTextState,
} from "./resource-constants";
import {
  clientInserts,
  clientReads,
  clientRole,
  createdAt,
  id,
  inStaffBrands,
  instant,
  oneOf,
  staffHasRole,
  staffInserts,
  staffReads,
  staffRole,
  viewerBrand,
  viewerContact,
} from "./shared";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** Who edits the library: marketing and administrators, each in their brands. */
const editors = sql`${inStaffBrands("brand")} and ${staffHasRole("marketing", "administrator")}`;
const staffEdits = () =>
  pgPolicy("staff_updates", { for: "update", to: staffRole, using: editors, withCheck: editors });

/** The row is out at this moment: by the database's clock, so no job has to be on time. */
const isOut = sql`state in ('scheduled', 'published') and publish_at <= now()`;

/** What the brand keeps for its clients to read. Its files and links are rows of `resource_versions`. */
export const resources = pgTable(
  "resources",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    title: text().notNull(),
    summary: text().notNull(),
    /** Name of a product of the brand; null for what concerns all of them. */
    product: text(),
    productVersion: text(),
    kind: text().$type<ResourceKind>().notNull(),
    audience: text().$type<ResourceAudience>().notNull(),
    state: text().$type<ResourceState>().notNull().default("draft"),
    /** When it came or comes out, in system time. Null while it is a draft that never was out. */
    publishAt: instant(),
    /** When followers were told of it, which happens once. */
    toldAt: instant(),
    /** Grows with each change. A form that was made from an older one is refused. */
    revision: integer().notNull().default(1),
    /** How many contacts opened it, each counted once a day. */
    uses: integer().notNull().default(0),
    /** How many contacts said of it **This solved it**. */
    solved: integer().notNull().default(0),
    createdAt: createdAt(),
    updatedAt: createdAt(),
    search: tsvector().generatedAlwaysAs(
      sql`setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('english', coalesce(product, '') || ' ' || coalesce(product_version, '')), 'B') || setweight(to_tsvector('english', summary), 'B')`,
    ),
  },
  (table) => [
    index("resources_brand").on(table.brand, table.publishAt, table.id),
    index("resources_search").using("gin", table.search),
    check("resources_kind", oneOf(table.kind, RESOURCE_KINDS)),
    check("resources_audience", oneOf(table.audience, RESOURCE_AUDIENCES)),
    check("resources_state", oneOf(table.state, RESOURCE_STATES)),
    check("resources_out", sql`${table.state} in ('draft', 'archived') or ${table.publishAt} is not null`),
    check("resources_entitled", sql`${table.audience} <> 'entitled' or ${table.product} is not null`),
    clientReads(
      sql`brand = ${viewerBrand} and ${isOut} and (audience = 'everyone'
        or (audience = 'support' and (select viewer_has_support()))
        or (audience = 'entitled' and product = any ((select viewer_products())::text[])))`,
    ),
    staffReads(editors),
    staffInserts(editors),
    staffEdits(),
  ],
);

/**
 * One edition of a resource: a file, an address or the text of an article. Clients see the editions that are out, of the resources that they
 * see: the one with the highest number first, the others as earlier versions. Rows are never deleted.
 */
export const resourceVersions = pgTable(
  "resource_versions",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    resourceId: uuid()
      .notNull()
      .references(() => resources.id),
    number: integer().notNull(),
    /** What the brand calls this edition, such as `Rev. C`. */
    label: text(),
    state: text().$type<ResourceState>().notNull().default("draft"),
    publishAt: instant(),
    /** The address of a link or a video. */
    url: text(),
    /** The text of an article. The same words are in `body`, for the search. */
    article: jsonb().$type<ArticleText>(),
    /** 192 random bits: the key of the bytes in the storage. The address of a file has the version's id instead. */
    fileId: text(),
    name: text(),
    sizeBytes: bigint({ mode: "number" }),
    /** Detected from the content. */
    mediaType: text(),
    sha256: text(),
    pages: integer(),
    scan: text().$type<ScanState>().notNull(),
    heldFor: text().$type<HeldReason>(),
    heldPart: text(),
    textState: text().$type<ResourceTextState>().notNull(),
    /** Why the text could not be read, as a sentence for editors. */
    textFault: text(),
    /** Attempts to read the text, counted before each. */
    textTries: integer().notNull().default(0),
    /** What search finds the file by. Clients have no right to this column. */
    body: text(),
    staffId: uuid(),
    staffName: text(),
    createdAt: createdAt(),
    search: tsvector().generatedAlwaysAs(
      sql`to_tsvector('english', coalesce(name, '') || ' ' || coalesce(label, '') || ' ' || coalesce(body, ''))`,
    ),
  },
  (table) => [
    unique("resource_versions_number").on(table.resourceId, table.number),
    unique("resource_versions_file").on(table.fileId),
    index("resource_versions_search").using("gin", table.search),
    index("resource_versions_waiting").on(table.createdAt).where(sql`text_state = 'waiting'`),
    check("resource_versions_state", oneOf(table.state, RESOURCE_STATES)),
    check("resource_versions_scan", oneOf(table.scan, SCAN_STATES)),
    check("resource_versions_held_for", oneOf(table.heldFor, HELD_REASONS)),
    check("resource_versions_text", oneOf(table.textState, RESOURCE_TEXT_STATES)),
    check("resource_versions_out", sql`${table.state} in ('draft', 'archived') or ${table.publishAt} is not null`),
    check("resource_versions_one", sql`num_nonnulls(${table.url}, ${table.fileId}, ${table.article}) = 1`),
    check("resource_versions_url", sql`${table.url} ~ '^https://'`),
    check(
      "resource_versions_whole",
      sql`${table.fileId} is null or num_nulls(${table.name}, ${table.sizeBytes}, ${table.mediaType}, ${table.sha256}) = 0`,
    ),
    clientReads(
      sql`brand = ${viewerBrand} and ${isOut} and scan in ('clean', 'not_scanned', 'released')
        and exists (select 1 from resources where resources.id = resource_id)`,
    ),
    staffReads(editors),
    staffInserts(
      sql`${editors} and scan in ('pending', 'not_scanned', 'held') and exists (select 1 from resources r where r.id = resource_id and r.brand = resource_versions.brand)`,
    ),
    staffEdits(),
  ],
);

/** Products of which a contact wants to be told when something new is in the library. */
export const resourceFollows = pgTable(
  "resource_follows",
  {
    brand: text()
      .notNull()
      .references(() => brands.key),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    product: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => {
    const own = sql`brand = ${viewerBrand} and contact_id = ${viewerContact}`;
    return [
      primaryKey({ columns: [table.contactId, table.product] }),
      index("resource_follows_product").on(table.brand, table.product),
      clientReads(own),
      clientInserts(own),
      pgPolicy("client_deletes", { for: "delete", to: clientRole, using: own }),
    ];
  },
);

/** Who opened what on which day (UTC). Written by `use_resource` alone, and read by nobody: each counts once a day. */
export const resourceUses = pgTable(
  "resource_uses",
  {
    resourceId: uuid()
      .notNull()
      .references(() => resources.id, { onDelete: "cascade" }),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    day: date({ mode: "string" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.resourceId, table.contactId, table.day] }),
    index("resource_uses_contact").on(table.contactId),
    index("resource_uses_day").on(table.day),
  ],
).enableRLS();
