import type { Temporal } from "temporal-polyfill";
import { formatTime, zoneName } from "@/lib/kit/time";
import type { ZoneGroup, ZoneOption } from "./types";

/** The zones in which most clients live; they are listed first. */
const COMMON = [
  "America/New_York",
  "America/Chicago",
  "America/Denver",
  "America/Phoenix",
  "America/Los_Angeles",
  "America/Anchorage",
  "Pacific/Honolulu",
];

/** Does the platform know a time zone of this name? Only names with a slash and `UTC` count, as in imports. */
export function isTimeZone(name: string): boolean {
  if (!/[/]|^UTC$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** `New York` of America/New_York. */
export function cityOf(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

/** What time it is in a zone: `4:05 p.m.` */
export function timeIn(zone: string, now: Temporal.Instant): string {
  return formatTime(now.toZonedDateTimeISO(zone).toPlainTime());
}

/**
 * Every zone that the platform lists, in groups, each with its time at `now`. `current` is added where it is not in
 * that list.
 */
export function zoneGroups(current: string | null, now: Temporal.Instant): ZoneGroup[] {
  const known = Intl.supportedValuesOf("timeZone");
  const all = [...new Set([...known, "UTC", ...(current ? [current] : [])])].filter((zone) => !COMMON.includes(zone));
  const regions = new Map<string, string[]>();
  for (const zone of all) {
    const region = zone.includes("/") ? (zone.split("/")[0] ?? "Other") : "Other";
    regions.set(region, [...(regions.get(region) ?? []), zone]);
  }
  const option = (zone: string): ZoneOption => ({
    zone,
    label: `${cityOf(zone)}, ${zoneName(zone)}, ${timeIn(zone, now)}`,
  });
  const group = (label: string, zones: readonly string[]): ZoneGroup => ({ label, zones: zones.map(option) });
  return [
    group("United States", COMMON),
    ...[...regions]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([region, zones]) =>
        group(
          region,
          zones.sort((a, b) => (cityOf(a) < cityOf(b) ? -1 : 1)),
        ),
      ),
  ];
}
