import { sql } from "drizzle-orm";
import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { contacts } from "./companies";
import { createdAt, inStaffBrands, staffHasRole, staffReads } from "./shared";
import { staff } from "./staff";

/**
 * Invitations to the first sign-in that administrators asked for. A function of the database writes the row together
 * with the job that mails the link, so one row is one mail.
 */
export const invitations = pgTable(
  "invitations",
  {
    /** Made with the form. It becomes the id of the link as well. */
    id: uuid().primaryKey(),
    brand: text()
      .notNull()
      .references(() => brands.key),
    contactId: uuid()
      .notNull()
      .references(() => contacts.id, { onDelete: "cascade" }),
    invitedBy: uuid()
      .notNull()
      .references(() => staff.id),
    createdAt: createdAt(),
  },
  (table) => [
    index("invitations_contact").on(table.contactId, table.createdAt),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`),
  ],
);
