import { type SQL, sql } from "drizzle-orm";
import { check, date, index, integer, pgPolicy, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { brands } from "./brands";
import { ON_CALL_DUTIES, type OnCallDuty } from "./constants";
import {
  CASE_READERS,
  createdAt,
  id,
  inStaffBrands,
  oneOf,
  staffDeletes,
  staffHasRole,
  staffInserts,
  staffReads,
  staffRole,
} from "./shared";
import { staff } from "./staff";

const readers = sql`${inStaffBrands("brand")} and ${staffHasRole(...CASE_READERS)}`;
const administrators = sql`${inStaffBrands("brand")} and ${staffHasRole("administrator")}`;
const staffUpdates = (who: SQL) =>
  pgPolicy("staff_updates", { for: "update", to: staffRole, using: who, withCheck: who });

const brand = () =>
  text()
    .notNull()
    .references(() => brands.key);
const person = () =>
  uuid()
    .notNull()
    .references(() => staff.id, { onDelete: "cascade" });

/**
 * Who of a brand is called outside chat hours, week by week. Contacts have no right to these tables: what they may know
 * is told by the function on_call_rota alone.
 */
export const onCallRotas = pgTable(
  "on_call_rotas",
  {
    brand: brand().primaryKey(),
    /** The number that clients call. */
    phone: text().notNull(),
    /** ISO weekday and local time, in the brand's zone, at which one person hands over to the next. */
    handoverWeekday: integer().notNull(),
    handoverTime: text().notNull(),
    /** The day on which the first person's first week began; a day of hand-over. */
    firstDay: date({ mode: "string" }).notNull(),
    leadId: uuid().references(() => staff.id, { onDelete: "set null" }),
    updatedAt: createdAt(),
  },
  (table) => [
    check("on_call_rotas_weekday", sql`${table.handoverWeekday} between 1 and 7`),
    check("on_call_rotas_time", sql`${table.handoverTime} ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'`),
    staffReads(readers),
    staffInserts(administrators),
    staffUpdates(administrators),
  ],
);

/** The people of a rota in their order. */
export const onCallPeople = pgTable(
  "on_call_people",
  { brand: brand(), staffId: person(), position: integer().notNull() },
  (table) => [
    primaryKey({ columns: [table.brand, table.staffId] }),
    index("on_call_people_staff").on(table.staffId),
    staffReads(readers),
    staffInserts(administrators),
    staffDeletes(administrators),
  ],
);

/** Who stands in for the person of one week, which is named by the day on which it begins. */
export const onCallStandIns = pgTable(
  "on_call_stand_ins",
  { brand: brand(), week: date({ mode: "string" }).notNull(), staffId: person() },
  (table) => [
    primaryKey({ columns: [table.brand, table.week] }),
    staffReads(readers),
    staffInserts(administrators),
    staffDeletes(administrators),
  ],
);

/** Whom an alarm calls, and how many minutes after it began. */
export const onCallSteps = pgTable(
  "on_call_steps",
  {
    id: id(),
    brand: brand(),
    duty: text().$type<OnCallDuty>().notNull(),
    afterMinutes: integer().notNull(),
  },
  (table) => [
    unique("on_call_steps_once").on(table.brand, table.duty, table.afterMinutes),
    check("on_call_steps_duty", oneOf(table.duty, ON_CALL_DUTIES)),
    check("on_call_steps_minutes", sql`${table.afterMinutes} between 0 and 240`),
    staffReads(readers),
    staffInserts(administrators),
    staffDeletes(administrators),
  ],
);
