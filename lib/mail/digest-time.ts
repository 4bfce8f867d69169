import { Temporal } from "temporal-polyfill";

/** The time at which the daily mail is due, in the recipient's own zone. */
const SEVEN = new Temporal.PlainTime(7);

interface DigestTime {
  /** The date in the recipient's zone, `YYYY-MM-DD`: a person gets one daily mail for each date. */
  readonly day: string;
  /** Mails that were collected before this instant go into the daily mail. */
  readonly at: Temporal.Instant;
}

/**
 * The last 7 a.m. in a zone, which may be `now`. A day on which clocks change has exactly one, too: if that hour is
 * skipped, the moment at which it would have been; if that hour comes twice, the first.
 */
export function lastDigestTime(now: Temporal.Instant, zone: string): DigestTime {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const of = (date: Temporal.PlainDate): DigestTime => ({
    day: date.toString(),
    at: date.toZonedDateTime({ timeZone: zone, plainTime: SEVEN }).toInstant(),
  });
  const due = of(today);
  return Temporal.Instant.compare(due.at, now) <= 0 ? due : of(today.subtract({ days: 1 }));
}
