import type { AuditPeriod } from "./schema";

/** Length of each period in days; null for no limit. */
export const PERIOD_DAYS: Readonly<Record<AuditPeriod, number | null>> = {
  ...{ day: 1, week: 7, month: 30, quarter: 90, year: 365, all: null },
};

export const PERIOD_LABELS: Readonly<Record<AuditPeriod, string>> = {
  day: "Last 24 hours",
  week: "Last 7 days",
  month: "Last 30 days",
  quarter: "Last 90 days",
  year: "Last 365 days",
  all: "All time",
};

export const ACTOR_LABELS = {
  staff: "Our people",
  contact: "Contacts",
  visitor: "Visitors",
  system: "The portal",
} as const;

const words = (text: string) =>
  text
    .replaceAll(/[-_.]/g, " ")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Words of an act that is stored as `thing.what-happened`: `Case: participant added`. */
export function actLabel(action: string): string {
  const [thing = "", ...happened] = action.split(".");
  return happened.length === 0 ? sentence(words(thing)) : `${sentence(words(thing))}: ${words(happened.join(" "))}`;
}

const KIND_LABELS: Readonly<Record<string, string>> = {
  brand_holiday: "Day off",
  content_picture: "Picture",
  content_version: "Version",
  home_page_version: "Home page",
  portal_decision: "Decision",
  staff: "Colleague",
  team_photo: "Picture",
};

/** Words of a kind of record: `Case`, `Colleague`. */
export const recordKindLabel = (kind: string): string => KIND_LABELS[kind] ?? sentence(words(kind));

/** What one line of the log says beside who, what and when. A change has both sides, any other fact `after` alone. */
export interface AuditFact {
  readonly label: string;
  /** Null for a fact that is no change. */
  readonly before: string | null;
  readonly after: string;
}

type Details = Readonly<Record<string, unknown>>;
type Names = ReadonlyMap<string, string>;

const NOTHING = "nothing";
const SIDES = [
  ["before", "after"],
  ["from", "to"],
] as const;

/**
 * The details of a line as facts. Sides that are objects are compared field by field, and only what differs is told.
 * `names` has the names of people by id.
 */
export function factsOf(details: Details, names: Names): readonly AuditFact[] {
  const facts: AuditFact[] = [];
  const rest: Record<string, unknown> = { ...details };
  for (const [one, other] of SIDES) {
    if (!(one in details && other in details)) continue;
    delete rest[one];
    delete rest[other];
    const label = typeof details.field === "string" ? sentence(words(details.field)) : "Change";
    if (typeof details.field === "string") delete rest.field;
    facts.push(...changesBetween(label, details[one], details[other], names));
  }
  for (const [key, value] of Object.entries(rest)) {
    if (value === null || value === undefined) continue;
    facts.push({ label: sentence(words(key)), before: null, after: textOf(value, names) });
  }
  return facts;
}

const isObject = (value: unknown): value is Details =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function changesBetween(label: string, before: unknown, after: unknown, names: Names): AuditFact[] {
  if (!isObject(before) || !isObject(after)) {
    return [{ label, before: textOf(before, names), after: textOf(after, names) }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const [was, is] = [textOf(before[key], names), textOf(after[key], names)];
    return was === is ? [] : [{ label: sentence(words(key)), before: was, after: is }];
  });
}

const MOST_LETTERS = 300;

function textOf(value: unknown, names: Names): string {
  if (value === null || value === undefined || value === "") return NOTHING;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? NOTHING : value.map((one) => textOf(one, names)).join(", ");
  if (isObject(value)) {
    return Object.entries(value)
      .map(([key, one]) => `${words(key)} ${textOf(one, names)}`)
      .join("; ");
  }
  const text = names.get(String(value)) ?? String(value);
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Every id in these details, at any depth: people among them are shown by name. */
export function idsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return UUID.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(idsIn);
}

export const isId = (text: string): boolean => UUID.test(text.toLowerCase());
