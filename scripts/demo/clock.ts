import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { Temporal } from "temporal-polyfill";
import { type BusinessCalendar, openState } from "@/lib/kit/time";

/** When the demo's time begins on a working day. */
const MORNING = "10:00";
/** No calendar of the demo is closed for so long. */
const FARTHEST_DAYS = 60;

/**
 * The next 10:00 at which the calendar is open; null where it is open now, so that nothing has to be moved, and where it
 * is never open at that time.
 */
export function workingMorning(calendar: BusinessCalendar, now: Temporal.Instant): Temporal.Instant | null {
  if (openState(calendar, now).open) return null;
  const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  for (let ahead = 0; ahead <= FARTHEST_DAYS; ahead++) {
    const at = today.add({ days: ahead }).toZonedDateTime({ timeZone: calendar.zone, plainTime: MORNING }).toInstant();
    if (Temporal.Instant.compare(at, now) > 0 && openState(calendar, at).open) return at;
  }
  return null;
}

/**
 * Moves business time of this process, and by the file that of every other. What the file says of PORTAL_CLOCK stays,
 * so that the next start goes on from here.
 */
export function setClock(file: string, offsetMs: number): void {
  let given: unknown = null;
  try {
    given = (JSON.parse(readFileSync(file, "utf8")) as { given?: unknown }).given ?? null;
  } catch {
    // There is none yet.
  }
  writeFileSync(`${file}.new`, JSON.stringify({ given, offsetMs }), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  process.env.PORTAL_CLOCK_OFFSET_MS = String(offsetMs);
}
