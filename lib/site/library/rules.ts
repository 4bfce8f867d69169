import type { ResourceAudience, ResourceKind, ResourceState } from "@/db/schema/resource-constants";

export const KIND_LABELS: Readonly<Record<ResourceKind, string>> = {
  manual: "Manual",
  guide: "Guide",
  release_notes: "Release notes",
  download: "Download",
  video: "Video",
  link: "Link",
  article: "Article",
};

export const AUDIENCE_LABELS: Readonly<Record<ResourceAudience, string>> = {
  everyone: "Everyone signed in",
  support: "Support clients",
  entitled: "Clients with an agreement for the product",
};

export const STATE_LABELS: Readonly<Record<ResourceState, string>> = {
  draft: "Draft",
  scheduled: "Scheduled",
  published: "Published",
  archived: "Archived",
};

/** Whether what has this state is out at `now`. The policies of the database say the same. */
export function isOut(row: { readonly state: ResourceState; readonly publishAt: Date | null }, now: Date): boolean {
  return (row.state === "published" || row.state === "scheduled") && row.publishAt !== null && row.publishAt <= now;
}

/** `rvalve_2.pdf` -> `PDF`, for the line of facts under a file; null for a name without an ending. */
export function endingWords(name: string): string | null {
  const ending = /\.([A-Za-z0-9]{1,6})$/u.exec(name)?.[1];
  return ending ? ending.toUpperCase() : null;
}

/** `12 pages`; null where the number is not known. */
export function pagesWords(pages: number | null): string | null {
  if (pages === null) return null;
  return pages === 1 ? "1 page" : `${pages.toLocaleString("en-US")} pages`;
}

/**
 * An address that a link or a video may lead to, as a browser will read it, or null if it is not allowed: https, on
 * exactly one of the hosts, without a user in it. So `javascript:` and hosts that only look alike are refused.
 */
export function resourceAddress(text: string, hosts: readonly string[]): string | null {
  if (/[\s\p{Cc}\\]/u.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "https:" || url.username !== "" || url.password !== "" || !hosts.includes(url.host)) return null;
  return url.href;
}

/** Why search does not find a file by its words, as editors read it. */
export const TEXT_FAULTS = {
  damaged: "The file is damaged, or not what its ending says: its words cannot be searched.",
  locked: "The file is locked with a password: its words cannot be searched.",
  "too-much": "The file unpacks to more than is read: its words cannot be searched.",
  "too-long": "Reading the file took too long: its words cannot be searched.",
  "gave-up": "The file could not be read, and is not tried again: its words cannot be searched.",
} as const;
