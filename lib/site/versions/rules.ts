import { Temporal } from "temporal-polyfill";
import { formatInstant } from "@/lib/kit/time";
import type { Version } from "./types";

/**
 * The version that everybody sees: of those whose time has come, the one that came out last. `now` is system time.
 */
export function versionOut(versions: readonly Version[], now: Date): Version | null {
  const out = versions.filter(({ state, publishAt }) => isOut(state, publishAt, now));
  return out.sort(byTime)[0] ?? null;
}

/** `published` is out whatever a clock says: its time was the database's when it was written. */
function isOut(state: Version["state"], publishAt: Date | null, now: Date): boolean {
  if (state === "published") return true;
  return state === "scheduled" && publishAt !== null && publishAt.getTime() <= now.getTime();
}

/** What waits for its time, the next first. */
export function versionsAhead(versions: readonly Version[], now: Date): Version[] {
  const ahead = versions.filter(
    ({ state, publishAt }) => state === "scheduled" && publishAt !== null && publishAt.getTime() > now.getTime(),
  );
  return ahead.sort((a, b) => byTime(b, a));
}

/**
 * What an editor goes on with: the draft, if nothing was written after it, or else what will be out last. `versions` are
 * the newest first.
 */
export function versionToEdit(versions: readonly Version[]): Version | null {
  const newest = versions.find(({ state }) => state !== "withdrawn");
  if (newest?.state === "draft") return newest;
  const dated = versions.filter(({ state }) => state === "published" || state === "scheduled");
  return dated.sort(byTime)[0] ?? null;
}

const byTime = (a: Version, b: Version) =>
  (b.publishAt?.getTime() ?? 0) - (a.publishAt?.getTime() ?? 0) || b.createdAt.getTime() - a.createdAt.getTime();

/** A part of what is said, as an editor calls it. */
export interface Part {
  readonly label: string;
  readonly text: string;
}

export interface Difference {
  readonly label: string;
  /** Empty where there was nothing, or is nothing now. */
  readonly before: string;
  readonly after: string;
}

/** What differs between two versions, in the order of their parts. A label stands for one part. */
export function differencesOf(before: readonly Part[], after: readonly Part[]): Difference[] {
  const textOf = (parts: readonly Part[]) => new Map(parts.map(({ label, text }) => [label, text]));
  const [was, is] = [textOf(before), textOf(after)];
  const labels = [...new Set([...is.keys(), ...was.keys()])];
  return labels
    .map((label) => ({ label, before: was.get(label) ?? "", after: is.get(label) ?? "" }))
    .filter((one) => one.before !== one.after);
}

type Scheduled = { readonly at: Temporal.Instant } | { readonly refused: string };

/**
 * The instant of a time as a field of type `datetime-local` sends it, on the clocks of `zone`. A time that the clocks
 * skip in spring is refused; of a time that comes twice in autumn the first is meant.
 */
export function scheduledInstant(local: string, zone: string, now: Temporal.Instant): Scheduled {
  let wall: Temporal.PlainDateTime;
  let zoned: Temporal.ZonedDateTime;
  try {
    wall = Temporal.PlainDateTime.from(local);
    zoned = wall.toZonedDateTime(zone, { disambiguation: "earlier" });
  } catch {
    return { refused: "Enter a day and a time, such as Nov 21, 2026, 8:30 a.m." };
  }
  if (!zoned.toPlainDateTime().equals(wall)) {
    return { refused: "The clocks go forward then, and this time does not exist on that day. Choose another." };
  }
  const at = zoned.toInstant();
  if (Temporal.Instant.compare(at, now) <= 0) {
    return { refused: `This time is over: it is ${formatInstant(now, zone)} now. Publish it, or choose a later time.` };
  }
  if (zoned.year > now.toZonedDateTimeISO(zone).year + 2)
    return { refused: "Choose a time within the next two years." };
  return { at };
}

/** The value of a field of type `datetime-local` for an instant, on the clocks of `zone`. */
export function localValue(at: Temporal.Instant, zone: string): string {
  return at.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" });
}
