import { and, arrayOverlaps, asc, eq, inArray, isNotNull, isNull, lte, ne, or, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import { alarmCalls, alarmSteps, alarms, companies, messages, notices, staff, staffBrands, threads } from "@/db/schema";
import { asSystem } from "@/db/viewer";
import { env } from "@/lib/env";
import { RetryLater } from "@/lib/errors";
import { auditAs } from "@/lib/gate/audit/record";
import { brandByKey } from "@/lib/gate/brand/load";
import type { Brand } from "@/lib/gate/brand/types";
import { businessInstant, formatInstant, systemInstant, systemNow } from "@/lib/kit/time";
import { enqueueMail } from "@/lib/mail/outbox";
import { plainLine } from "@/lib/mail/plain-text";
import { messageIdOf, threadReference } from "@/lib/mail/threading";
import { coveredTerms } from "@/lib/people/agreements/coverage/queries";
import { coverageCalendar } from "@/lib/people/agreements/coverage/rules";
import { readRotas } from "@/lib/people/on-call/queries";
import { inOrder, personOfStep, type Rota } from "@/lib/people/on-call/rules";
import { routes } from "@/lib/routes";
import { type Recipient, readMembers } from "@/lib/threads/recipients/queries";
import { firstCall } from "./rules";

type Alarm = typeof alarms.$inferSelect;
type Step = typeof alarmSteps.$inferSelect;

const payloadSchema = z.object({ id: z.uuid() });

/**
 * The job `alarms.run`: judges a new alarm, makes the calls that are due and adds the job of the next one. All of it is
 * one transaction that holds the alarm's lock, so a job that runs twice, or beside another worker's, tells nobody twice,
 * and one that is killed leaves nothing half done. `alarms.sweep` finds what a lost job left behind.
 */
export async function runAlarmTask(payload: unknown): Promise<void> {
  const { id } = payloadSchema.parse(payload);
  const key = await asSystem("an alarm's job finds its brand", async (db) => {
    const [row] = await db.select({ brand: alarms.brand }).from(alarms).where(eq(alarms.id, id));
    return row?.brand ?? null;
  });
  if (key === null) return;
  const brand = await brandByKey(key);
  await asSystem("people on call are told of an alarm", (db) => runAlarm(db, brand, id));
}

/** The job `alarms.sweep`: runs every alarm that should have been judged or should have called by now. */
export async function sweepAlarms(): Promise<void> {
  const due = await asSystem("alarms that wait for a lost job are found", (db) =>
    db
      .selectDistinct({ id: alarms.id })
      .from(alarms)
      .leftJoin(alarmSteps, and(eq(alarmSteps.alarmId, alarms.id), isNull(alarmSteps.calledAt)))
      .where(and(isNull(alarms.endedAt), or(eq(alarms.state, "asked"), lte(alarmSteps.dueAt, sql`clock_timestamp()`)))),
  );
  for (const { id } of due) await runAlarmTask({ id });
}

async function runAlarm(db: Transaction, brand: Brand, id: string): Promise<void> {
  // The case first, as everybody locks them who writes to it, so that nobody waits in a circle.
  await db.execute(
    sql`select from threads where id = (select thread_id from alarms where id = ${id}::uuid) for key share`,
  );
  const [alarm] = await db.select().from(alarms).where(eq(alarms.id, id)).for("update");
  if (!alarm || alarm.endedAt !== null) return;
  const isCovered = alarm.state === "asked" ? await judge(db, brand, alarm) : true;
  if (!isCovered) return;
  const now = new Date(systemNow().epochMilliseconds);
  const steps = await db
    .select()
    .from(alarmSteps)
    .where(and(eq(alarmSteps.alarmId, id), isNull(alarmSteps.calledAt)))
    .orderBy(asc(alarmSteps.position));
  for (const step of steps.filter(({ dueAt }) => dueAt <= now)) await call(db, brand, alarm, step);
  const next = steps.find(({ dueAt }) => dueAt > now);
  if (next)
    await db.execute(sql`select alarm_job(${id}::uuid, ${next.position}, ${next.dueAt.toISOString()}::timestamptz)`);
}

/**
 * Decides whether and when the alarm calls, by the coverage of the company's agreements for the product of the case, and
 * writes down its steps. Returns whether it calls.
 */
async function judge(db: Transaction, brand: Brand, alarm: Alarm): Promise<boolean> {
  const [thread] = await db
    .select({ companyId: threads.companyId, product: threads.product })
    .from(threads)
    .where(eq(threads.id, alarm.threadId));
  if (!thread) return false;
  const terms = (await coveredTerms({ db }, [thread.companyId]))(thread.companyId);
  const covered = coverageCalendar(brand, terms, thread.product);
  const first = firstCall(brand.chatCalendar, covered, businessInstant(alarm.startedAt));
  if (first === null) {
    await db
      .update(alarms)
      .set({ state: "uncovered", endedAt: sql`clock_timestamp()`, outcome: "uncovered" })
      .where(eq(alarms.id, alarm.id));
    return false;
  }
  const callsAt = systemInstant(first).epochMilliseconds;
  const rota = (await readRotas({ db }, [brand.key]))(brand.key);
  const rows = inOrder(rota?.steps ?? []).map(({ duty, after }, position) => ({
    ...{ alarmId: alarm.id, brand: brand.key, threadId: alarm.threadId, position, duty },
    dueAt: new Date(callsAt + after * 60_000),
  }));
  await db.insert(alarmSteps).values(rows);
  const state = callsAt <= systemNow().epochMilliseconds ? "calling" : "waiting";
  await db
    .update(alarms)
    .set({ state, callsAt: new Date(callsAt) })
    .where(eq(alarms.id, alarm.id));
  return true;
}

/** Tells whom one step finds, once: by mail, in the bell, and by the brand's pager where it has one. */
async function call(db: Transaction, brand: Brand, alarm: Alarm, step: Step): Promise<void> {
  const told = await db
    .select({ id: alarmCalls.staffId })
    .from(alarmCalls)
    .where(and(eq(alarmCalls.alarmId, alarm.id), ne(alarmCalls.position, step.position)));
  const rota = (await readRotas({ db }, [brand.key]))(brand.key);
  const people = await peopleOf(db, brand, alarm, rota, step, new Set(told.map(({ id }) => id)));
  for (const person of people) {
    await db.insert(alarmCalls).values({
      ...{ alarmId: alarm.id, position: step.position, brand: brand.key, threadId: alarm.threadId },
      ...{ staffId: person.id, staffName: person.name },
    });
    await tell(db, brand, alarm, step, person);
  }
  await db
    .update(alarmSteps)
    .set({ calledAt: sql`clock_timestamp()` })
    .where(and(eq(alarmSteps.alarmId, alarm.id), eq(alarmSteps.position, step.position)));
  if (alarm.state !== "calling") await db.update(alarms).set({ state: "calling" }).where(eq(alarms.id, alarm.id));
  if (env().pagers[brand.key]) {
    await db.execute(sql`select graphile_worker.add_job('pager.page',
      json_build_object('id', ${alarm.id}::text, 'position', ${step.position}::int),
      job_key := ${`pager:${alarm.id}:${step.position}`}, max_attempts := 12)`);
  }
  await auditAs(db, "system", {
    ...{ brand: brand.key, action: "case.alarm-called", entity: "case", entityId: alarm.threadId },
    details: { step: step.position, duty: step.duty, people: people.map(({ id }) => id) },
  });
}

/** Whom a step calls; every administrator of the brand where the rota finds nobody. */
async function peopleOf(
  db: Transaction,
  brand: Brand,
  alarm: Alarm,
  rota: Rota | null,
  step: Step,
  told: ReadonlySet<string>,
): Promise<Recipient[]> {
  const person = rota && personOfStep(rota, step.duty, businessInstant(step.dueAt), told);
  const found = person ? await readMembers(db, alarm.threadId, eq(staff.id, person.id)) : [];
  if (found.length > 0) return found;
  const ofBrand = db.select({ id: staffBrands.staffId }).from(staffBrands).where(eq(staffBrands.brand, brand.key));
  const administrators = and(inArray(staff.id, ofBrand), arrayOverlaps(staff.roles, ["administrator"]));
  return readMembers(db, alarm.threadId, administrators ?? sql`false`);
}

async function tell(db: Transaction, brand: Brand, alarm: Alarm, step: Step, to: Recipient): Promise<void> {
  const facts = await factsOf(db, alarm);
  const id = `${alarm.id}:${step.position}`;
  const dedupeKey = `case-alarm:${id}:${to.id}`;
  await enqueueMail(db, {
    ...{ brand: brand.key, kind: "case-alarm", to: to.email, toName: to.name },
    props: {
      number: facts.number,
      subject: plainLine(facts.subject, 200),
      companyName: plainLine(facts.companyName, 200),
      author: plainLine(facts.openedByName, 100),
      product: facts.product ?? "",
      text: facts.text.slice(0, 2_000),
      duty: step.duty,
      since: formatInstant(businessInstant(alarm.startedAt), to.zone ?? brand.zone),
    },
    dedupeKey,
    person: { kind: "staff", id: to.id },
    thread: {
      threadId: alarm.threadId,
      messageId: messageIdOf(alarm.threadId, { threadId: alarm.threadId, origin: brand.origin, recipient: id + to.id }),
      references: [threadReference(alarm.threadId, brand.origin)],
    },
  });
  // Whoever has read the case already is called all the same.
  await db.update(notices).set({ readAt: null }).where(eq(notices.dedupeKey, dedupeKey));
}

async function factsOf(db: Transaction, alarm: Alarm) {
  const [row] = await db
    .select({
      number: threads.number,
      subject: threads.subject,
      product: threads.product,
      openedByName: threads.openedByName,
      companyName: companies.name,
      text: messages.body,
    })
    .from(threads)
    .innerJoin(companies, eq(companies.id, threads.companyId))
    .innerJoin(messages, eq(messages.id, threads.id))
    .where(eq(threads.id, alarm.threadId));
  if (!row) throw new Error("a case has its first message");
  return row;
}

const pageSchema = z.object({ id: z.uuid(), position: z.int().nonnegative() });

interface Posted {
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  readonly key: string;
  readonly at: number;
}

/**
 * The job `pager.page`: posts one step of an alarm to the brand's pager, signed. What is posted tells that production is
 * stopped, where, and whom the portal called; nothing that the client wrote. It is tried again until the pager answers;
 * an alarm that has ended meanwhile pages nobody. `at`: system time.
 */
export async function pageTask(payload: unknown, post: (page: Posted) => Promise<void>, at: number): Promise<void> {
  const { id, position } = pageSchema.parse(payload);
  const page = await asSystem("a pager is told of an alarm", async (db) => {
    const [row] = await db
      .select({ brand: alarms.brand, number: threads.number, companyName: companies.name, startedAt: alarms.startedAt })
      .from(alarms)
      .innerJoin(threads, eq(threads.id, alarms.threadId))
      .innerJoin(companies, eq(companies.id, threads.companyId))
      .innerJoin(alarmSteps, and(eq(alarmSteps.alarmId, alarms.id), isNotNull(alarmSteps.calledAt)))
      .where(and(eq(alarms.id, id), isNull(alarms.endedAt), eq(alarmSteps.position, position)));
    const called = await db
      .select({ name: alarmCalls.staffName })
      .from(alarmCalls)
      .where(and(eq(alarmCalls.alarmId, id), eq(alarmCalls.position, position)))
      .orderBy(asc(alarmCalls.staffName));
    return row && { ...row, called: called.map(({ name }) => name) };
  });
  const pager = page && env().pagers[page.brand];
  if (!pager) return;
  const { origin } = await brandByKey(page.brand);
  const body = JSON.stringify({
    event: "production_stopped",
    step: position,
    case: page.number,
    company: page.companyName,
    since: Temporal.Instant.fromEpochMilliseconds(page.startedAt.getTime()).toString(),
    called: page.called,
    url: `${origin}${routes.staffAlarm(page.number)}`,
  });
  try {
    await post({ ...pager, body, key: `${id}:${position}`, at });
  } catch (error) {
    throw new RetryLater("a pager is asked again later", error instanceof Error ? error.message : "no answer");
  }
}
