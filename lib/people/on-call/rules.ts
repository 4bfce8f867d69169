import { Temporal } from "temporal-polyfill";
import type { OnCallDuty } from "@/db/schema/constants";
import { weekdayName } from "@/lib/kit/time";

export interface OnCallPerson {
  readonly id: string;
  readonly name: string;
  /** Has an open account that answers cases of the brand. Whoever has not is passed over. */
  readonly works: boolean;
}

export interface OnCallStep {
  readonly duty: OnCallDuty;
  /** Minutes after the alarm began to call. */
  readonly after: number;
}

/** Who of a brand is called, week by week. */
export interface Rota {
  readonly zone: string;
  /** The number that clients call. */
  readonly phone: string;
  /** ISO weekday and local time `HH:MM` in the zone, at which one person hands over to the next. */
  readonly handoverWeekday: number;
  readonly handoverTime: string;
  /** The day (`YYYY-MM-DD`) on which the first person's first week began; a day of hand-over. */
  readonly firstDay: string;
  readonly people: readonly OnCallPerson[];
  /** `week` is the day on which the week begins. */
  readonly standIns: readonly { readonly week: string; readonly person: OnCallPerson }[];
  readonly lead: OnCallPerson | null;
  readonly steps: readonly OnCallStep[];
}

/** The steps of a brand that has set none. */
export const USUAL_STEPS: readonly OnCallStep[] = [
  { duty: "on_call", after: 0 },
  { duty: "next", after: 10 },
  { duty: "lead", after: 20 },
];

export const DUTY_LABELS: Readonly<Record<OnCallDuty, string>> = {
  on_call: "Who is on call",
  next: "Next on the rota",
  lead: "Lead",
};

type HandOver = Pick<Rota, "zone" | "handoverWeekday" | "handoverTime">;

export interface RotaWeek {
  /** The day on which it begins. */
  readonly week: string;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/**
 * The week of the rota that has this instant. It lasts from hand-over to hand-over on the wall clock of the zone, so one
 * in which the clocks change has an hour more or less. A hand-over in the hour that is left out comes an hour later by
 * the clock, one in the hour that comes twice happens at its first coming.
 */
export function weekAt(rota: HandOver, at: Temporal.Instant): RotaWeek {
  const today = at.toZonedDateTimeISO(rota.zone).toPlainDate();
  const begun = today.subtract({ days: (today.dayOfWeek - rota.handoverWeekday + 7) % 7 });
  const day = Temporal.Instant.compare(at, handOver(rota, begun)) < 0 ? begun.subtract({ days: 7 }) : begun;
  return weekFrom(rota, day);
}

const handOver = ({ zone, handoverTime }: HandOver, day: Temporal.PlainDate): Temporal.Instant =>
  day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(handoverTime) }).toInstant();

function weekFrom(rota: HandOver, day: Temporal.PlainDate): RotaWeek {
  return { week: day.toString(), from: handOver(rota, day), until: handOver(rota, day.add({ days: 7 })) };
}

/** The week that has this instant and the ones after it. */
export function weeksFrom(rota: HandOver, at: Temporal.Instant, count: number): RotaWeek[] {
  const first = Temporal.PlainDate.from(weekAt(rota, at).week);
  return Array.from({ length: count }, (_, ahead) => weekFrom(rota, first.add({ days: 7 * ahead })));
}

/** Who is called, and why they are: by the rota, in another's place, or because nobody of the rota can be. */
export interface OnCall {
  readonly person: OnCallPerson;
  readonly as: "rota" | "stand-in" | "lead";
  readonly until: Temporal.Instant;
}

/** Where in the list the person of a week stands. The list may have become shorter since. */
function placeOf({ firstDay, people }: Rota, week: string): number {
  const days = Temporal.PlainDate.from(firstDay).until(Temporal.PlainDate.from(week), { largestUnit: "days" }).days;
  const weeks = Math.floor(days / 7);
  return ((weeks % people.length) + people.length) % people.length;
}

/** The people of the rota in the order in which they are asked in a week: the week's own first. */
export function orderOf(rota: Rota, week: string): OnCallPerson[] {
  if (rota.people.length === 0) return [];
  const place = placeOf(rota, week);
  return [...rota.people.slice(place), ...rota.people.slice(0, place)];
}

/**
 * Who is on call at an instant of business time: who stands in for that week, else the week's own person, else the next
 * of the list who can be called, else the lead. Null where there is nobody: administrators are called then.
 */
export function onCallAt(rota: Rota, at: Temporal.Instant): OnCall | null {
  const { week, until } = weekAt(rota, at);
  const standIn = rota.standIns.find((one) => one.week === week)?.person;
  if (standIn?.works) return { person: standIn, as: "stand-in", until };
  const person = orderOf(rota, week).find(({ works }) => works);
  if (person) return { person, as: "rota", until };
  return rota.lead?.works ? { person: rota.lead, as: "lead", until } : null;
}

/**
 * Whom a step calls. `told`: ids of those whom earlier steps of the alarm told. Who was told already is called again
 * only where nobody else is left: a second call to one person is better than a step that calls nobody.
 */
export function personOfStep(
  rota: Rota,
  duty: OnCallDuty,
  at: Temporal.Instant,
  told: ReadonlySet<string>,
): OnCallPerson | null {
  const onCall = onCallAt(rota, at)?.person ?? null;
  const others = orderOf(rota, weekAt(rota, at).week).filter(({ id, works }) => works && id !== onCall?.id);
  const lead = rota.lead?.works ? rota.lead : null;
  const wanted: Readonly<Record<OnCallDuty, readonly (OnCallPerson | null)[]>> = {
    on_call: [onCall, lead],
    next: [...others, lead, onCall],
    lead: [lead, ...others, onCall],
  };
  const found = wanted[duty].filter((person) => person !== null);
  return found.find(({ id }) => !told.has(id)) ?? found[0] ?? null;
}

/** Steps in the order in which they are called. */
export function inOrder(steps: readonly OnCallStep[]): OnCallStep[] {
  const rank = { on_call: 0, next: 1, lead: 2 } as const;
  return [...(steps.length > 0 ? steps : USUAL_STEPS)].sort((a, b) => a.after - b.after || rank[a.duty] - rank[b.duty]);
}

/** `at once`, `after 10 minutes`. */
export function afterWords(minutes: number): string {
  if (minutes === 0) return "at once";
  return minutes === 1 ? "after 1 minute" : `after ${minutes} minutes`;
}

/** `Mondays, 8:30 a.m.` is for people; this is the choice of a weekday as forms show it. */
export const HANDOVER_DAYS = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ value: weekday, label: weekdayName(weekday) }));

/** A list as one text that is equal exactly where the list is, so that a late form does not undo a colleague's. */
export const rotaText = ({ people, firstDay }: Pick<Rota, "people" | "firstDay">): string =>
  [firstDay, ...people.map(({ id }) => id)].join(" ");
