import { Temporal } from "temporal-polyfill";

/** The hour at which a day's mails come together, in the recipient's own zone. */
const SEVEN = new Temporal.PlainTime(7);

interface DigestTime {
  /** That day there, `YYYY-MM-DD`: a person gets one a day. */
  readonly day: string;
  /** What was told before this goes into it. */
  readonly at: Temporal.Instant;
}

/**
 * The last 7 a.m. in a zone, now included. Where clocks change, a day still has one: an hour that is missing is told when
 * it would have been, one that comes twice at its first time.
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
