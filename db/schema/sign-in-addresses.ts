import { sql } from "drizzle-orm";
import { check, index, pgPolicy, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { contacts } from "./companies";
import {
  CLIENT_FACING,
  clientReads,
  createdAt,
  gateRows,
  id,
  inStaffBrands,
  instant,
  oneOf,
  staffHasRole,
  staffReads,
  staffRole,
  viewerBrand,
  viewerContact,
} from "./shared";

/** A row as its defaults make it: without a token hash that the writer chose, and with the usual lifetime. */
const UNTOUCHED = sql.raw(
  "token_hash is null and confirmed_at is null and ended_at is null and expires_at <= now() + interval '3 days 1 second'",
);

/**
 * New sign-in addresses of contacts. An administrator approves one or the ERP names it, and whoever reads its mail
 * confirms it. Until then the contact keeps the old address. A contact has at most one open: a trigger ends it when a
 * newer one is added. Triggers also refuse an address that somebody already has, and add the job that mails the link.
 */
export const newSignInAddresses = pgTable(
  "new_sign_in_addresses",
  {
    id: id(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    address: text().notNull(),
    source: text().$type<"administrator" | "import">().notNull(),
    createdAt: createdAt(),
    expiresAt: instant().notNull().default(sql`now() + interval '3 days'`),
    /** SHA-256 of the link's secret; null until the mail is queued. */
    tokenHash: text().unique("new_sign_in_addresses_token"),
    confirmedAt: instant(),
    /** Set when a newer address replaced this one, or when the ERP named the old address again. */
    endedAt: instant(),
  },
  (table) => [
    uniqueIndex("new_sign_in_addresses_open").on(table.contactId).where(sql`confirmed_at is null and ended_at is null`),
    uniqueIndex("new_sign_in_addresses_address")
      .on(table.brand, table.address)
      .where(sql`confirmed_at is null and ended_at is null`),
    index("new_sign_in_addresses_contact").on(table.contactId),
    check("new_sign_in_addresses_lower", sql`${table.address} = lower(${table.address})`),
    check("new_sign_in_addresses_source", oneOf(table.source, ["administrator", "import"])),
    clientReads(sql`contact_id = ${viewerContact} and brand = ${viewerBrand}`),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...CLIENT_FACING)}`),
    pgPolicy("staff_inserts", {
      for: "insert",
      to: staffRole,
      withCheck: sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")} and source = 'administrator' and ${UNTOUCHED}`,
    }),
    gateRows,
  ],
);
