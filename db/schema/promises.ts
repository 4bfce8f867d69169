import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgPolicy,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { agreements } from "./agreements";
import { SEVERITIES, type Severity, THREAD_KINDS, type ThreadKind } from "./constants";
import {
  MISS_CAUSES,
  type MissCause,
  PROMISE_DUTIES,
  PROMISE_ENDINGS,
  PROMISE_KINDS,
  PROMISE_OUTCOMES,
  type PromiseDuty,
  type PromiseEnding,
  type PromiseKind,
  type PromiseOutcome,
} from "./promise-constants";
import {
  CASE_READERS,
  clientReads,
  createdAt,
  id,
  inStaffBrands,
  instant,
  oneOf,
  staffHasRole,
  staffReads,
  staffRole,
  viewerBrand,
  viewerStaff,
} from "./shared";
import { staff } from "./staff";
import { brandKey, staffOfBrand, threadKey } from "./threads";

/**
 * Figures about answers are for whoever answered and for those who lead them: the administrators of the brand and the
 * lead of its rota. `brand` is the row's.
 */
const ownOrLed = (
  table: string,
) => sql`${staffOfBrand} and (staff_id = ${viewerStaff} or ${staffHasRole("administrator")}
  or exists (select 1 from on_call_rotas r where r.brand = ${sql.raw(table)}.brand and r.lead_id = ${viewerStaff}))`;

/**
 * One promise of an answer by a time. A trigger on threads writes the row in the transaction that makes, moves or ends
 * the promise, whichever code does it.
 */
export const promises = pgTable(
  "promises",
  {
    id: id(),
    brand: brandKey(),
    threadId: threadKey(),
    threadKind: text().$type<ThreadKind>().notNull(),
    kind: text().$type<PromiseKind>().notNull(),
    /** Of a case, at the promise's last move or end. */
    severity: text().$type<Severity>(),
    /** The support agreement and its coverage when a case's promise was made; null outside any. */
    agreementId: uuid().references(() => agreements.id, { onDelete: "set null" }),
    coverage: text(),
    /** When the client asked. Business minutes count from here. */
    madeAt: instant().notNull(),
    /** The promised time after the last move. */
    dueAt: instant().notNull(),
    outcome: text().$type<PromiseOutcome>().notNull().default("made"),
    /** Null while nobody has ended it. */
    ending: text().$type<PromiseEnding>(),
    endedAt: instant(),
    /** Who answered; for a promise that ended unanswered, who owned the thread. */
    staffId: uuid().references(() => staff.id),
    /** From `madeAt` to `endedAt` in the hours of the promise. Null until counted, and for what was withdrawn. */
    minutes: integer(),
    /** Why it was missed, and a sentence about it; clients read both. */
    cause: text().$type<MissCause>(),
    causeNote: text(),
    causedBy: uuid().references(() => staff.id),
    causedAt: instant(),
    /** The lowest step, in minutes before the due time, that has told somebody since the last move. */
    toldMinutes: integer(),
  },
  (table) => [
    index("promises_thread").on(table.threadId, table.madeAt),
    uniqueIndex("promises_one_open").on(table.threadId).where(sql`outcome = 'made'`),
    index("promises_open").on(table.dueAt).where(sql`outcome = 'made'`),
    index("promises_brand").on(table.brand, table.threadKind, table.dueAt, table.id),
    index("promises_staff").on(table.staffId, table.dueAt, table.id),
    index("promises_uncounted").on(table.endedAt).where(sql`minutes is null and outcome in ('kept', 'missed')`),
    check("promises_thread_kind", oneOf(table.threadKind, THREAD_KINDS)),
    check("promises_kind", oneOf(table.kind, PROMISE_KINDS)),
    check("promises_severity", oneOf(table.severity, SEVERITIES)),
    check("promises_outcome", oneOf(table.outcome, PROMISE_OUTCOMES)),
    check("promises_ending", oneOf(table.ending, PROMISE_ENDINGS)),
    check(
      "promises_ended",
      sql`(${table.outcome} = 'made') = (${table.endedAt} is null) and (${table.endedAt} is null) = (${table.ending} is null)`,
    ),
    check(
      "promises_kept",
      sql`${table.outcome} <> 'kept' or (${table.ending} = 'answered' and ${table.endedAt} <= ${table.dueAt})`,
    ),
    check("promises_missed", sql`${table.outcome} <> 'missed' or ${table.endedAt} > ${table.dueAt}`),
    check("promises_withdrawn", sql`${table.outcome} <> 'withdrawn' or ${table.ending} <> 'answered'`),
    check(
      "promises_minutes",
      sql`${table.minutes} is null or (${table.minutes} >= 0 and ${table.outcome} in ('kept', 'missed'))`,
    ),
    check("promises_cause", oneOf(table.cause, MISS_CAUSES)),
    check(
      "promises_caused",
      sql`(${table.cause} is null) = (${table.causedAt} is null) and (${table.cause} is null) = (${table.causedBy} is null)`,
    ),
    clientReads(
      sql`brand = ${viewerBrand} and exists (select 1 from threads where threads.id = thread_id and threads.kind = 'case')`,
    ),
    staffReads(ownOrLed("promises")),
    pgPolicy("staff_updates", {
      for: "update",
      to: staffRole,
      using: ownOrLed("promises"),
      withCheck: ownOrLed("promises"),
    }),
  ],
);

/** A promise that was made for another time: by whom and why. */
export const promiseMoves = pgTable(
  "promise_moves",
  {
    id: id(),
    brand: brandKey(),
    threadId: threadKey(),
    promiseId: uuid()
      .notNull()
      .references(() => promises.id, { onDelete: "cascade" }),
    before: instant().notNull(),
    after: instant().notNull(),
    /** Whether it follows a new severity; otherwise somebody named the time. */
    bySeverity: boolean().notNull(),
    /** Null where the portal itself moved it. */
    movedBy: uuid().references(() => staff.id),
    movedByName: text(),
    movedAt: createdAt(),
  },
  (table) => [
    index("promise_moves_promise").on(table.promiseId, table.movedAt),
    index("promise_moves_thread").on(table.threadId),
    clientReads(sql`brand = ${viewerBrand} and exists (select 1 from promises where promises.id = promise_id)`),
    staffReads(sql`${inStaffBrands("brand")} and exists (select 1 from promises where promises.id = promise_id)`),
  ],
);

/** When a case was last solved. The row goes where the case is opened again. */
export const caseSolutions = pgTable(
  "case_solutions",
  {
    threadId: threadKey().primaryKey(),
    brand: brandKey(),
    severity: text().$type<Severity>().notNull(),
    agreementId: uuid().references(() => agreements.id, { onDelete: "set null" }),
    coverage: text(),
    openedAt: instant().notNull(),
    solvedAt: instant().notNull(),
    /** The owner of the case when it was solved. */
    staffId: uuid().references(() => staff.id),
    /** From `openedAt` to `solvedAt` in the hours of the case; null until counted. */
    minutes: integer(),
  },
  (table) => [
    index("case_solutions_brand").on(table.brand, table.solvedAt),
    index("case_solutions_staff").on(table.staffId, table.solvedAt),
    index("case_solutions_uncounted").on(table.solvedAt).where(sql`minutes is null`),
    check("case_solutions_severity", oneOf(table.severity, SEVERITIES)),
    check("case_solutions_minutes", sql`${table.minutes} >= 0`),
    staffReads(ownOrLed("case_solutions")),
  ],
);

/** Whom a promise that nears its time tells, and how many minutes before it. */
export const promiseSteps = pgTable(
  "promise_steps",
  {
    id: id(),
    brand: brandKey(),
    duty: text().$type<PromiseDuty>().notNull(),
    beforeMinutes: integer().notNull(),
  },
  (table) => [
    unique("promise_steps_once").on(table.brand, table.beforeMinutes),
    check("promise_steps_duty", oneOf(table.duty, PROMISE_DUTIES)),
    check("promise_steps_minutes", sql`${table.beforeMinutes} between 1 and 1440`),
    staffReads(sql`${inStaffBrands("brand")} and ${staffHasRole(...CASE_READERS)}`),
  ],
);
