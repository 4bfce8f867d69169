import { sql } from "drizzle-orm";
import { check, index, pgPolicy, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { contacts } from "./companies";
import { VISITOR_SOURCES, VISITOR_STATES, type VisitorSource, type VisitorState } from "./constants";
import { createdAt, gateRows, id, inStaffBrands, instant, oneOf, staffHasRole, staffReads, staffRole } from "./shared";
import { staff } from "./staff";

const brandKey = () =>
  text()
    .notNull()
    .references(() => brands.key);
const administrators = sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`;

/**
 * People who wrote under Connect with Us and have no account: one row an address and brand, however often they write.
 * A decision ends the row, and who writes again after that is a new one; but who is blocked stays blocked, and their
 * further words are added here, where nobody is told of them.
 */
export const visitors = pgTable(
  "visitors",
  {
    id: id(),
    brand: brandKey(),
    email: text().notNull(),
    /** The address without its `+tag`, whose mails arrive in the same mailbox. Blocking holds for the mailbox. */
    mailbox: text().notNull(),
    /** As typed in the newest form before the address was confirmed, or in the first. */
    name: text().notNull(),
    company: text().notNull(),
    phone: text(),
    source: text().$type<VisitorSource>().notNull().default("connect"),
    state: text().$type<VisitorState>().notNull().default("waiting"),
    createdAt: createdAt(),
    /** When they wrote last. */
    wroteAt: createdAt(),
    /** When whoever reads the address confirmed it by a mailed link. */
    confirmedAt: instant(),
    decidedAt: instant(),
    decidedBy: uuid().references(() => staff.id),
    /** What a declined visitor was told. */
    sentence: text(),
    /** The contact that the visitor became, or already was. */
    contactId: uuid().references(() => contacts.id, { onDelete: "set null" }),
    /** Digest of what an approval decided: the same form sent twice is known by it. */
    choicesDigest: text(),
    /** When portal support was told that this one waits too long. */
    toldLateAt: instant(),
  },
  (table) => [
    uniqueIndex("visitors_waiting").on(table.brand, table.email).where(sql`state = 'waiting'`),
    index("visitors_mailbox").on(table.brand, table.mailbox),
    index("visitors_list").on(table.brand, table.state, table.createdAt, table.id),
    index("visitors_contact").on(table.contactId),
    check(
      "visitors_email_lower",
      sql`${table.email} = lower(${table.email}) and ${table.mailbox} = lower(${table.mailbox})`,
    ),
    check("visitors_source", oneOf(table.source, VISITOR_SOURCES)),
    check("visitors_state", oneOf(table.state, VISITOR_STATES)),
    check(
      "visitors_decided",
      sql`${table.state} = 'waiting' or num_nonnulls(${table.decidedAt}, ${table.decidedBy}) = 2`,
    ),
    staffReads(administrators),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: administrators, withCheck: administrators }),
    gateRows,
  ],
);

/**
 * Links that confirm a visitor's address, one for each form that a link was mailed for. The id is the form's. The roles
 * of staff have no right to it: who mails and who follows the links are the worker and the gate.
 */
export const connectConfirmations = pgTable(
  "connect_confirmations",
  {
    id: id(),
    brand: brandKey(),
    visitorId: uuid()
      .notNull()
      .references(() => visitors.id, { onDelete: "cascade" }),
    email: text().notNull(),
    /** SHA-256 of the link's secret. */
    tokenHash: text().notNull().unique("connect_confirmations_token"),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (table) => [index("connect_confirmations_visitor").on(table.visitorId), gateRows],
);
