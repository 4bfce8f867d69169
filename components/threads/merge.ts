import { itemKey, type ThreadItem, type ThreadPage } from "@/lib/threads/types";

/** A thread as a browser holds it. */
export interface HeldThread {
  readonly items: readonly ThreadItem[];
  /** Place to ask from: the server answers with what came after it. */
  readonly place: string;
}

const time = (item: ThreadItem) => Date.parse(item.at);

function inOrder(a: ThreadItem, b: ThreadItem): number {
  const [one, other] = [itemKey(a), itemKey(b)];
  return time(a) - time(b) || (one < other ? -1 : one > other ? 1 : 0);
}

export function holdThread({ items, place }: ThreadPage): HeldThread {
  return { items: [...items].sort(inOrder), place };
}

/** Adds what came since: each item once by its key, in its newer version, in the order of writing. */
export function mergeNews(held: HeldThread, news: ThreadPage): HeldThread {
  if (news.items.length === 0) return { items: held.items, place: news.place };
  const byKey = new Map(held.items.map((item) => [itemKey(item), item]));
  for (const item of news.items) byKey.set(itemKey(item), item);
  return { items: [...byKey.values()].sort(inOrder), place: news.place };
}

/** Takes a complete reading of the thread: items that it lacks are dropped, those written after it stay. */
export function mergeWhole(held: HeldThread, whole: ThreadPage): HeldThread {
  const last = whole.items.at(-1);
  const known = new Set(whole.items.map(itemKey));
  const later = last ? held.items.filter((item) => !known.has(itemKey(item)) && inOrder(item, last) > 0) : [];
  if (later.length === 0) return holdThread(whole);
  // The held place is the later one, and nothing after it was missed.
  return { items: [...whole.items, ...later].sort(inOrder), place: held.place };
}

/**
 * Items to list. The opening is left out, because the first message and the page's header show it, but not where staff
 * opened the thread for a contact.
 */
export function listedItems(items: readonly ThreadItem[]): readonly ThreadItem[] {
  return items.filter(
    (item) => item.kind !== "event" || (item.what !== "filed" && item.what !== "started") || item.forMe !== undefined,
  );
}

/** Id of the newest message by anybody; null in a thread without one. */
export function newestMessageId(items: readonly ThreadItem[]): string | null {
  return items.findLast((item) => item.kind === "message")?.id ?? null;
}
