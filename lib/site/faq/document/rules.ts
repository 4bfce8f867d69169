import { FAQ_AUDIENCE_LABELS } from "@/lib/site/faq/rules";
import type { Part } from "@/lib/site/versions/rules";
import type { FaqDocument, FaqDocumentEntry } from "./schema";

/* Changes of a FAQ. Each makes another one: versions that were written are never changed. Null: there is no such thing. */

type Direction = "up" | "down";

export const MOST_ENTRIES = 200;

interface Found {
  readonly group: string;
  readonly entry: FaqDocumentEntry;
}

export function findEntry({ groups }: FaqDocument, id: string): Found | null {
  for (const group of groups) {
    const entry = group.entries.find((one) => one.id === id);
    if (entry) return { group: group.id, entry };
  }
  return null;
}

/** Writes an entry into a group: in its place if it is there, or at the group's end. */
export function withEntry(document: FaqDocument, group: string, entry: FaqDocumentEntry): FaqDocument | null {
  if (!document.groups.some(({ id }) => id === group)) return null;
  const groups = document.groups.map((one) => {
    const isIn = one.entries.some(({ id }) => id === entry.id);
    if (one.id !== group) return { ...one, entries: one.entries.filter(({ id }) => id !== entry.id) };
    const entries = isIn
      ? one.entries.map((other) => (other.id === entry.id ? entry : other))
      : [...one.entries, entry];
    return { ...one, entries };
  });
  return { groups };
}

export function withoutEntry(document: FaqDocument, id: string): FaqDocument | null {
  if (!findEntry(document, id)) return null;
  return {
    groups: document.groups.map((group) => ({ ...group, entries: group.entries.filter((entry) => entry.id !== id) })),
  };
}

/** One place up or down: beyond the end of its group into the next one. */
export function withEntryMoved(document: FaqDocument, id: string, to: Direction): FaqDocument | null {
  const at = document.groups.findIndex(({ entries }) => entries.some((entry) => entry.id === id));
  const group = document.groups[at];
  const entry = group?.entries.find((one) => one.id === id);
  if (!group || !entry) return null;
  const moved = shifted(group.entries, group.entries.indexOf(entry), to);
  if (moved) return { groups: document.groups.map((one) => (one === group ? { ...one, entries: moved } : one)) };
  const next = document.groups[at + (to === "up" ? -1 : 1)];
  if (!next) return document;
  const entries = to === "up" ? [...next.entries, entry] : [entry, ...next.entries];
  return {
    groups: document.groups.map((one) => {
      if (one === next) return { ...one, entries };
      return one === group ? { ...one, entries: one.entries.filter((other) => other !== entry) } : one;
    }),
  };
}

/** A group with this title: another one for an id that there is not. */
export function withGroup(document: FaqDocument, id: string, title: string): FaqDocument {
  const isThere = document.groups.some((group) => group.id === id);
  if (!isThere) return { groups: [...document.groups, { id, title, entries: [] }] };
  return { groups: document.groups.map((group) => (group.id === id ? { ...group, title } : group)) };
}

/** Without a group that has no entries any more; null for one that has. */
export function withoutGroup(document: FaqDocument, id: string): FaqDocument | null {
  const group = document.groups.find((one) => one.id === id);
  if (!group || group.entries.length > 0) return null;
  return { groups: document.groups.filter((one) => one !== group) };
}

export function withGroupMoved(document: FaqDocument, id: string, to: Direction): FaqDocument | null {
  const at = document.groups.findIndex((group) => group.id === id);
  if (at < 0) return null;
  return { groups: shifted(document.groups, at, to) ?? document.groups };
}

/** The list with one of its things a place further; null at its end. */
function shifted<T>(list: readonly T[], at: number, to: Direction): T[] | null {
  const other = at + (to === "up" ? -1 : 1);
  const [one, two] = [list[at], list[other]];
  if (one === undefined || two === undefined) return null;
  return list.map((thing, index) => (index === at ? two : index === other ? one : thing));
}

/** An anchor for a title, that no other has: `how-do-i-sign-in`, `how-do-i-sign-in-2`. */
export function anchorFor(document: FaqDocument, title: string): string {
  const words = title
    .normalize("NFKD")
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const wanted = words?.join("-").slice(0, 60).replace(/-+$/, "") || "entry";
  const taken = new Set(document.groups.flatMap((group) => [group.id, ...group.entries.map(({ id }) => id)]));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}-${number}`)) number += 1;
  return `${wanted}-${number}`;
}

/** What there is to compare between two versions. An entry stands under its question and its anchor. */
export function partsOf({ groups }: FaqDocument): Part[] {
  return [
    {
      label: "Order",
      text: groups.map(({ title, entries }) => [title, ...entries.map(({ id }) => `  ${id}`)].join("\n")).join("\n"),
    },
    ...groups.flatMap((group) =>
      group.entries.map(({ id, question, answer, audience, onHomePage }) => ({
        label: id,
        text: `${question}\n\n${answer}\n\n${FAQ_AUDIENCE_LABELS[audience]}${onHomePage ? ", on the home page" : ""}`,
      })),
    ),
  ];
}
