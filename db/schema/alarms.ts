import { sql } from "drizzle-orm";
import {
  check,
  foreignKey,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  ALARM_OUTCOMES,
  ALARM_STATES,
  type AlarmOutcome,
  type AlarmState,
  ON_CALL_DUTIES,
  type OnCallDuty,
} from "./constants";
import { clientReads, createdAt, id, instant, oneOf, staffReads, staffRole, viewerBrand } from "./shared";
import { staff } from "./staff";
import { brandKey, ofVisibleThread, staffOfBrand, staffWhoAnswer, threadKey } from "./threads";

const clientsWhoSee = sql`brand = ${viewerBrand} and ${ofVisibleThread}`;

/**
 * The call for help of a case whose production is stopped. A trigger on threads writes the row in the transaction that
 * files, raises or reopens the case, and ends it when somebody takes, answers, closes or lowers it. The worker judges it
 * by the coverage of the agreement and calls people step by step.
 */
export const alarms = pgTable(
  "alarms",
  {
    id: id(),
    brand: brandKey(),
    threadId: threadKey(),
    state: text().$type<AlarmState>().notNull().default("asked"),
    startedAt: createdAt(),
    /** When the first step is due; null until it is judged, and where the agreement covers no hour outside chat hours. */
    callsAt: instant(),
    /** The first time that somebody of the firm who answers cases opened it. */
    seenAt: instant(),
    seenBy: uuid().references(() => staff.id),
    seenByName: text(),
    endedAt: instant(),
    outcome: text().$type<AlarmOutcome>(),
    /** Null where a contact or the portal itself ended it. */
    endedBy: uuid().references(() => staff.id),
    endedByName: text(),
  },
  (table) => [
    index("alarms_thread").on(table.threadId, table.startedAt),
    uniqueIndex("alarms_one_open").on(table.threadId).where(sql`ended_at is null`),
    index("alarms_open").on(table.startedAt).where(sql`ended_at is null`),
    check("alarms_state", oneOf(table.state, ALARM_STATES)),
    check("alarms_outcome", oneOf(table.outcome, ALARM_OUTCOMES)),
    check("alarms_ended", sql`(${table.endedAt} is null) = (${table.outcome} is null)`),
    clientReads(clientsWhoSee),
    staffReads(staffOfBrand),
    pgPolicy("staff_updates", { for: "update", to: staffRole, using: staffWhoAnswer, withCheck: staffWhoAnswer }),
  ],
);

/** The steps of one alarm, as the rota had them when it was judged: a later edit of the rota changes no alarm. */
export const alarmSteps = pgTable(
  "alarm_steps",
  {
    alarmId: uuid()
      .notNull()
      .references(() => alarms.id, { onDelete: "cascade" }),
    brand: brandKey(),
    threadId: threadKey(),
    position: integer().notNull(),
    duty: text().$type<OnCallDuty>().notNull(),
    dueAt: instant().notNull(),
    calledAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.alarmId, table.position] }),
    index("alarm_steps_due").on(table.dueAt).where(sql`called_at is null`),
    check("alarm_steps_duty", oneOf(table.duty, ON_CALL_DUTIES)),
    clientReads(clientsWhoSee),
    staffReads(staffOfBrand),
  ],
);

/** Whom a step of an alarm has told. */
export const alarmCalls = pgTable(
  "alarm_calls",
  {
    alarmId: uuid().notNull(),
    position: integer().notNull(),
    brand: brandKey(),
    threadId: threadKey(),
    staffId: uuid()
      .notNull()
      .references(() => staff.id),
    staffName: text().notNull(),
    calledAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.alarmId, table.position, table.staffId] }),
    foreignKey({
      columns: [table.alarmId, table.position],
      foreignColumns: [alarmSteps.alarmId, alarmSteps.position],
    }).onDelete("cascade"),
    index("alarm_calls_staff").on(table.staffId, table.calledAt),
    clientReads(clientsWhoSee),
    staffReads(staffOfBrand),
  ],
);
