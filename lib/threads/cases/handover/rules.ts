import type { ThreadEvent, ThreadItem } from "@/lib/threads/types";

type Handover = ThreadEvent & { readonly handover: NonNullable<ThreadEvent["handover"]> };

const isHandover = (item: ThreadItem): item is Handover => item.kind === "event" && item.handover !== undefined;

/** The last handover of a case; null where it was never handed over. `items` are in order. */
export function lastHandover(items: readonly ThreadItem[]): Handover | null {
  return items.findLast(isHandover) ?? null;
}

/** How the viewer of a case stands to its last handover. */
export type Shift =
  | {
      /** It was handed to the viewer. */
      readonly kind: "mine";
      readonly handover: Handover;
      /** What the viewer last did in the case before it came to them; null where they never had it. */
      readonly left: ThreadItem | null;
      /** What others did since then, without the handover itself: messages and events that clients see. */
      readonly since: readonly ThreadItem[];
    }
  | {
      /** The viewer handed it over and rests: nobody tells them of what happens until it comes back or they write. */
      readonly kind: "resting";
      readonly handover: Handover;
    };

/** Null where the case was never handed over, or the viewer has no part in its last handover. */
export function shiftOf(items: readonly ThreadItem[]): Shift | null {
  const handover = lastHandover(items);
  if (!handover) return null;
  const place = items.indexOf(handover);
  if (handover.handover.toMe) {
    const before = items.slice(0, place);
    const left = before.findLast(isMine) ?? null;
    const since = items.slice(left ? items.indexOf(left) + 1 : 0).filter((item) => item !== handover && !isMine(item));
    return { kind: "mine", handover, left, since };
  }
  const hasWritten = items.slice(place).some((item) => item.kind === "message" && isMine(item));
  return handover.actor?.isMe && !hasWritten ? { kind: "resting", handover } : null;
}

function isMine(item: ThreadItem): boolean {
  if (item.kind === "event") return item.actor?.isMe === true;
  return item.kind === "message" && item.author.isMe;
}

/** `3 messages and 1 change`, `nothing new`. */
export function sinceWords(since: readonly ThreadItem[]): string {
  const count = (kind: ThreadItem["kind"]) => since.filter((item) => item.kind === kind).length;
  const parts = [
    [count("message"), "message", "messages"],
    [count("event"), "change", "changes"],
  ] as const;
  const words = parts.flatMap(([n, one, many]) => (n === 0 ? [] : [`${n} ${n === 1 ? one : many}`]));
  return words.length === 0 ? "nothing new" : words.join(" and ");
}
