import { Temporal } from "temporal-polyfill";
import { expect, it } from "vitest";
import { listTime, shortTime } from "./list-time";

const ZONE = "America/New_York";
/** Sunday, Nov 29, 2026, 9:06 p.m. Eastern, which is Monday in UTC. */
const clock = () => Temporal.Instant.from("2026-11-30T02:06:00Z");
const short = (instant: string, zone = ZONE) => shortTime(Temporal.Instant.from(instant), zone, clock);

it("a time in a list is short: today, in the six days before, in this year, else in full", () => {
  expect(short("2026-11-29T19:26:00Z")).toBe("2:26 p.m.");
  expect(short("2026-11-29T05:00:00Z")).toBe("12:00 a.m.");
  expect(short("2026-11-29T04:59:00Z")).toBe("Sat 11:59 p.m.");
  expect(short("2026-11-23T19:26:00Z")).toBe("Mon 2:26 p.m.");
  // A week ago it was Sunday too.
  expect(short("2026-11-22T19:26:00Z")).toBe("Nov 22");
  expect(short("2026-01-01T05:00:00Z")).toBe("Jan 1");
  expect(short("2026-01-01T04:59:00Z")).toBe("Dec 31, 2025");
});

it("its days are those of the viewer's zone, and a day to come is no weekday", () => {
  expect(short("2026-11-30T01:00:00Z", "Asia/Tokyo")).toBe("10:00 a.m.");
  expect(short("2026-11-29T10:00:00Z", "Asia/Tokyo")).toBe("Sun 7:00 p.m.");
  expect(short("2026-12-01T19:26:00Z")).toBe("Dec 1");
  expect(short("2027-01-02T19:26:00Z")).toBe("Jan 2, 2027");
});

it("the whole time with its zone comes along", () => {
  expect(listTime("2026-11-29T19:26:00.000Z", ZONE, clock)).toEqual({
    at: "2026-11-29T19:26:00Z",
    short: "2:26 p.m.",
    full: "Nov 29, 2026, 2:26 p.m. Eastern",
  });
});
