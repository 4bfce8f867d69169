import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  inOrder,
  type OnCallPerson,
  onCallAt,
  orderOf,
  personOfStep,
  type Rota,
  USUAL_STEPS,
  weekAt,
  weeksFrom,
} from "./rules";

const person = (id: string, works = true): OnCallPerson => ({ id, name: id, works });
const [ANA, BEN, CY, LEA] = [person("ana"), person("ben"), person("cy"), person("lea")];
const ROTA: Rota = {
  ...{ zone: "America/New_York", phone: "+17175550101", handoverWeekday: 1, handoverTime: "08:30" },
  ...{ firstDay: "2026-11-02", people: [ANA, BEN, CY], standIns: [], lead: LEA, steps: USUAL_STEPS },
};
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(ROTA.zone).toInstant();
const nameAt = (rota: Rota, wall: string) => onCallAt(rota, at(wall))?.person.name ?? null;
const later = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(ROTA.zone).toPlainDateTime().toString();

describe("who is on call", () => {
  it("changes at the hand-over, to the minute", () => {
    expect(nameAt(ROTA, "2026-11-02T08:30")).toBe("ana");
    expect(nameAt(ROTA, "2026-11-09T08:29:59")).toBe("ana");
    expect(nameAt(ROTA, "2026-11-09T08:30")).toBe("ben");
    expect(nameAt(ROTA, "2026-11-16T08:30")).toBe("cy");
    expect(nameAt(ROTA, "2026-11-23T08:30")).toBe("ana");
    expect(nameAt(ROTA, "2026-11-02T08:29")).toBe("cy");
    expect(onCallAt(ROTA, at("2026-11-05T02:00"))).toMatchObject({ as: "rota", until: at("2026-11-09T08:30") });
  });

  it("hands over by the wall clock when the clocks change", () => {
    const nights = { ...ROTA, handoverWeekday: 7, handoverTime: "02:30", firstDay: "2026-03-01" };
    // On March 8 there is no 2:30 in the morning.
    const spring = weekAt(nights, at("2026-03-07T12:00"));
    expect(later(spring.until)).toBe("2026-03-08T03:30:00");
    expect(spring.until.since(spring.from).total("hours")).toBe(7 * 24);
    // On November 1 there are two half past ones: it is the first.
    const twice = { ...nights, handoverTime: "01:30" };
    expect(weekAt(twice, at("2026-10-31T12:00")).until.toString()).toBe("2026-11-01T05:30:00Z");
    const after = weekAt(twice, at("2026-11-02T12:00"));
    expect(after.until.since(after.from).total("hours")).toBe(7 * 24 + 1);
    expect(weekAt(ROTA, at("2026-03-10T00:00")).week).toBe("2026-03-09");
  });

  it("is who stands in for that week, and for that week alone", () => {
    const rota = { ...ROTA, standIns: [{ week: "2026-11-09", person: CY }] };
    expect(onCallAt(rota, at("2026-11-12T02:00"))).toMatchObject({ person: CY, as: "stand-in" });
    expect(nameAt(rota, "2026-11-16T09:00")).toBe("cy");
    expect(nameAt(rota, "2026-11-05T02:00")).toBe("ana");
    const gone = { ...ROTA, standIns: [{ week: "2026-11-09", person: person("gone", false) }] };
    expect(nameAt(gone, "2026-11-12T02:00")).toBe("ben");
  });

  it("passes over whoever cannot be called, then is the lead, then nobody", () => {
    const rota = { ...ROTA, people: [person("gone", false), BEN] };
    expect(nameAt(rota, "2026-11-02T09:00")).toBe("ben");
    expect(nameAt(rota, "2026-11-09T09:00")).toBe("ben");
    const empty = { ...ROTA, people: [] };
    expect(onCallAt(empty, at("2026-11-02T09:00"))).toMatchObject({ person: LEA, as: "lead" });
    expect(onCallAt({ ...empty, lead: null }, at("2026-11-02T09:00"))).toBeNull();
    expect(onCallAt({ ...empty, lead: person("gone", false) }, at("2026-11-02T09:00"))).toBeNull();
    expect(orderOf(empty, "2026-11-02")).toEqual([]);
  });
});

describe("whom a step calls", () => {
  const NIGHT = at("2026-11-05T02:00");
  const steps = (rota: Rota) => {
    const told = new Set<string>();
    return inOrder(rota.steps).map(({ duty }) => {
      const found = personOfStep(rota, duty, NIGHT, told);
      if (found) told.add(found.id);
      return found?.name ?? null;
    });
  };

  it("is the person on call, the next on the rota, the lead", () => {
    expect(steps(ROTA)).toEqual(["ana", "ben", "lea"]);
    expect(steps({ ...ROTA, standIns: [{ week: "2026-11-02", person: BEN }] })).toEqual(["ben", "ana", "lea"]);
  });

  it("is somebody who was not called yet, as long as there is one", () => {
    expect(steps({ ...ROTA, lead: ANA })).toEqual(["ana", "ben", "cy"]);
    expect(steps({ ...ROTA, people: [ANA] })).toEqual(["ana", "lea", "lea"]);
    expect(steps({ ...ROTA, people: [ANA], lead: null })).toEqual(["ana", "ana", "ana"]);
    expect(steps({ ...ROTA, people: [] })).toEqual(["lea", "lea", "lea"]);
    expect(steps({ ...ROTA, people: [], lead: null })).toEqual([null, null, null]);
  });

  it("comes in the order of the minutes, whatever the order of the rows", () => {
    const rows = [
      { duty: "lead", after: 5 },
      { duty: "on_call", after: 5 },
      { duty: "next", after: 0 },
    ] as const;
    expect(inOrder(rows).map(({ duty }) => duty)).toEqual(["next", "on_call", "lead"]);
    expect(inOrder([])).toEqual(USUAL_STEPS);
  });
});

describe("any rota", () => {
  const zones = fc.constantFrom(
    "America/New_York",
    "America/Los_Angeles",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "UTC",
  );
  const instants = fc
    .integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2030, 0, 1) })
    .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms));
  const rotas = fc
    .record({
      zone: zones,
      handoverWeekday: fc.integer({ min: 1, max: 7 }),
      hour: fc.integer({ min: 0, max: 23 }),
      size: fc.integer({ min: 1, max: 6 }),
    })
    .map(({ zone, handoverWeekday, hour, size }): Rota => {
      const first = Temporal.PlainDate.from("2024-12-30").add({ days: handoverWeekday - 1 });
      return {
        ...{ ...ROTA, zone, handoverWeekday, handoverTime: `${String(hour).padStart(2, "0")}:30` },
        firstDay: first.toString(),
        people: Array.from({ length: size }, (_, place) => person(`p${place}`)),
      };
    });

  it("has exactly one week for each instant, and weeks that follow each other without a gap", () => {
    fc.assert(
      fc.property(rotas, instants, (rota, now) => {
        const week = weekAt(rota, now);
        expect(Temporal.Instant.compare(week.from, now)).toBeLessThanOrEqual(0);
        expect(Temporal.Instant.compare(now, week.until)).toBeLessThan(0);
        const [one, next] = weeksFrom(rota, now, 2);
        expect(one?.week).toBe(week.week);
        expect(next?.from.equals(week.until)).toBe(true);
        expect(Temporal.PlainDate.from(week.week).dayOfWeek).toBe(rota.handoverWeekday);
      }),
    );
  });

  it("gives each person every n-th week, and never two weeks in a row to one of several", () => {
    fc.assert(
      fc.property(rotas, instants, (rota, now) => {
        const names = weeksFrom(rota, now, rota.people.length * 2).map(({ from }) => onCallAt(rota, from)?.person.id);
        expect(new Set(names).size).toBe(rota.people.length);
        for (const [place, name] of names.slice(rota.people.length).entries()) expect(name).toBe(names[place]);
        expect(onCallAt(rota, now)?.person.id).toBe(names[0]);
      }),
    );
  });

  it("calls somebody at each step, and nobody twice while somebody else is left", () => {
    fc.assert(
      fc.property(rotas, instants, fc.boolean(), (rota, now, hasLead) => {
        const whole = { ...rota, lead: hasLead ? LEA : null };
        const told = new Set<string>();
        const all = whole.people.length + (hasLead ? 1 : 0);
        for (const duty of ["on_call", "next", "lead"] as const) {
          const found = personOfStep(whole, duty, now, told);
          expect(found).not.toBeNull();
          if (found && told.size < Math.min(all, 3)) expect(told.has(found.id)).toBe(false);
          if (found) told.add(found.id);
        }
      }),
    );
  });
});
