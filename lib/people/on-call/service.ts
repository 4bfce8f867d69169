import { and, eq, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { onCallPeople, onCallRotas, onCallStandIns, onCallSteps } from "@/db/schema";
import type { Context, StaffViewer } from "@/db/viewer";
import { AppError, requireSame } from "@/lib/errors";
import { audit } from "@/lib/gate/audit/record";
import { parsePhone, phoneCountry } from "@/lib/kit/phone-numbers";
import { businessNow } from "@/lib/kit/time";
import { editedRotas, editsOnCall } from "./policy";
import { type OnCallDesk, readOnCallDesk, type StoredRota } from "./queries";
import { orderOf, USUAL_STEPS, weekAt } from "./rules";
import type { AddStepInput, ChangePeopleInput, RemoveStepInput, SaveRotaInput, StandInInput } from "./schema";

type Writing = Context<StaffViewer>;

/** A rota has so many people and steps at most. More are a mistake. */
const MOST_PEOPLE = 50;
const MOST_STEPS = 10;

/*
 * Each function lets edits of one brand's rota wait for each other. All throw FORBIDDEN for a viewer who may not edit
 * rotas, NOT_FOUND for a brand that is not theirs. An alarm that is calling keeps the steps that it began with.
 */

/**
 * Saves number, hand-over and lead; the first time, the rota begins with the usual steps. Whoever is on call stays on
 * call: with another hand-over their week ends at the new one. Throws INVALID for a number or a lead that cannot be.
 */
export async function saveRota(context: Writing, input: SaveRotaInput): Promise<void> {
  const { viewer, db } = context;
  const { brand, weekday, time, lead = null } = input;
  const desk = await enter(context, brand);
  const phone = parsePhone(input.phone, phoneCountry(null));
  if (phone === null) {
    throw new AppError("INVALID", "Enter a phone number that exists, such as +1 717 555 0101.", { field: "phone" });
  }
  if (lead !== null) requireChoice(desk, lead, "lead");
  const handOver = { zone: desk.zone, handoverWeekday: weekday, handoverTime: time };
  const { week } = weekAt(handOver, businessNow());
  const facts = { phone, handoverWeekday: weekday, handoverTime: time, leadId: lead };
  const before = desk.rota;
  if (!before) {
    await db.insert(onCallRotas).values({ brand, ...facts, firstDay: week });
    await db.insert(onCallSteps).values(USUAL_STEPS.map(({ duty, after }) => ({ brand, duty, afterMinutes: after })));
  } else {
    const order = orderOf(before, weekAt(before, businessNow()).week).map(({ id }) => id);
    await db
      .update(onCallRotas)
      .set({ ...facts, firstDay: week, updatedAt: sql`now()` })
      .where(and(editedRotas(viewer, onCallRotas.brand), eq(onCallRotas.brand, brand)));
    await writeOrder(context, brand, order);
    if (before.handoverWeekday !== weekday) await moveStandIns(context, brand, before, handOver);
  }
  await audit(context, {
    brand,
    action: "on-call.saved",
    details: { weekday, time, lead, numberChanged: before?.phone !== phone },
  });
}

/** Stand-ins stay in the weeks that have the middle of theirs. */
async function moveStandIns(
  context: Writing,
  brand: string,
  before: StoredRota,
  handOver: Parameters<typeof weekAt>[0],
): Promise<void> {
  const { viewer, db } = context;
  const moved = new Map(
    before.standIns.map(({ week, person }) => {
      const middle = Temporal.PlainDate.from(week).add({ days: 3 }).toZonedDateTime(before.zone).toInstant();
      return [weekAt(handOver, middle).week, person.id];
    }),
  );
  await db
    .delete(onCallStandIns)
    .where(and(editedRotas(viewer, onCallStandIns.brand), eq(onCallStandIns.brand, brand)));
  const rows = [...moved].map(([week, staffId]) => ({ brand, week, staffId }));
  if (rows.length > 0) await db.insert(onCallStandIns).values(rows);
}

/**
 * Adds somebody at the end of the rota, removes them, or lets them change places with the one before. The first of the
 * list is on call this week. Doing again what is done changes nothing. Throws CONFLICT where the list is not the one
 * that the form was made from, INVALID for somebody who cannot be on the rota.
 */
export async function changePeople(context: Writing, input: ChangePeopleInput): Promise<void> {
  const { viewer, db } = context;
  const { brand, person, deed, seen } = input;
  const desk = await enter(context, brand);
  const rota = requireRota(desk);
  const { week } = weekAt(rota, businessNow());
  const before = orderOf(rota, week).map(({ id }) => id);
  const place = before.indexOf(person);
  if (deed === "add" ? place >= 0 : place < 0) return;
  if (seen !== desk.seen) {
    throw new AppError("CONFLICT", "A colleague has changed the rota meanwhile. Reload the page to see it.");
  }
  if (deed === "add") requireChoice(desk, person, "person");
  if (deed === "add" && before.length >= MOST_PEOPLE) {
    throw new AppError("INVALID", `A rota has ${MOST_PEOPLE} people at most.`, { field: "person" });
  }
  const after = before.filter((id) => id !== person);
  if (deed === "add") after.push(person);
  if (deed === "earlier") after.splice(Math.max(0, place - 1), 0, person);
  await db
    .update(onCallRotas)
    .set({ firstDay: week, updatedAt: sql`now()` })
    .where(and(editedRotas(viewer, onCallRotas.brand), eq(onCallRotas.brand, brand)));
  await writeOrder(context, brand, after);
  await audit(context, { brand, action: `on-call.person-${DEEDS[deed]}`, entity: "staff", entityId: person });
}

const DEEDS = { add: "added", remove: "removed", earlier: "moved" } as const;

async function writeOrder({ viewer, db }: Writing, brand: string, order: readonly string[]): Promise<void> {
  await db.delete(onCallPeople).where(and(editedRotas(viewer, onCallPeople.brand), eq(onCallPeople.brand, brand)));
  if (order.length === 0) return;
  await db.insert(onCallPeople).values(order.map((staffId, position) => ({ brand, staffId, position })));
}

/** Sets who stands in for one week that is not over, or nobody. Throws INVALID for a week or a person that cannot be. */
export async function setStandIn(context: Writing, { brand, week, person }: StandInInput): Promise<void> {
  const { viewer, db } = context;
  const desk = await enter(context, brand);
  requireRota(desk);
  if (person && !desk.weeks.some((one) => one.week === week)) {
    throw new AppError("INVALID", "Choose a week from the list.", { field: "week" });
  }
  if (person) requireChoice(desk, person, "person");
  const before = desk.rota?.standIns.find((one) => one.week === week)?.person.id;
  if (before === person) return;
  await db
    .delete(onCallStandIns)
    .where(
      and(editedRotas(viewer, onCallStandIns.brand), eq(onCallStandIns.brand, brand), eq(onCallStandIns.week, week)),
    );
  if (person) await db.insert(onCallStandIns).values({ brand, week, staffId: person });
  const details = { week, from: before ?? null, to: person ?? null };
  await audit(context, { brand, action: "on-call.stand-in-set", details });
}

/**
 * Adds a step. A form that is sent twice adds one. Throws CONFLICT for a step that exists, INVALID where there are too
 * many, FormUsed for a form sent again with other content.
 */
export async function addStep(context: Writing, { id, brand, duty, after }: AddStepInput): Promise<void> {
  const { db } = context;
  const { steps } = requireRota(await enter(context, brand));
  const before = steps.find((step) => step.id === id);
  if (before) return requireSame({ duty, after }, before, "This form added a step already. Add the other one anew.");
  if (steps.some((step) => step.duty === duty && step.after === after)) {
    throw new AppError("CONFLICT", "There is such a step already.", { field: "after" });
  }
  if (steps.length >= MOST_STEPS) throw new AppError("INVALID", `An alarm has ${MOST_STEPS} steps at most.`);
  const made = await db
    .insert(onCallSteps)
    .values({ id, brand, duty, afterMinutes: after })
    .onConflictDoNothing({ target: onCallSteps.id });
  // Nothing was inserted: the id is that of a brand that is not the viewer's.
  if (made.count === 0) throw new AppError("NOT_FOUND", "There is no such step.");
  await audit(context, { brand, action: "on-call.step-added", details: { duty, after } });
}

/** Removes a step; does nothing where it is gone. Throws INVALID for the last one: an alarm that calls nobody is none. */
export async function removeStep(context: Writing, { brand, step }: RemoveStepInput): Promise<void> {
  const { viewer, db } = context;
  const { steps } = requireRota(await enter(context, brand));
  const found = steps.find(({ id }) => id === step);
  if (!found) return;
  if (steps.length === 1) {
    throw new AppError("INVALID", "An alarm needs one step at least. Add another before you remove this one.");
  }
  await db
    .delete(onCallSteps)
    .where(and(editedRotas(viewer, onCallSteps.brand), eq(onCallSteps.brand, brand), eq(onCallSteps.id, step)));
  await audit(context, { brand, action: "on-call.step-removed", details: { duty: found.duty, after: found.after } });
}

async function enter(context: Writing, brand: string): Promise<OnCallDesk> {
  if (!editsOnCall(context.viewer)) throw new AppError("FORBIDDEN", "Only administrators edit who is on call.");
  await context.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`on-call ${brand}`}, 0))`);
  const desk = await readOnCallDesk(context, brand);
  if (!desk) throw new AppError("NOT_FOUND", "There is no such brand.");
  return desk;
}

function requireRota({ rota }: OnCallDesk): StoredRota {
  if (!rota) throw new AppError("INVALID", "Save the number that clients call first.");
  return rota;
}

function requireChoice({ choices }: OnCallDesk, person: string, field: string): void {
  if (choices.some(({ id }) => id === person)) return;
  throw new AppError("INVALID", "Choose somebody from the list.", { field });
}
