import type { Doing } from "@/lib/threads/here/schema";

/**
 * What the stream tells: something happened in a thread (not what), somebody types there, their presence or what they
 * have read has changed, what a colleague does with it, or events were missed.
 */
export type LiveNews =
  | { readonly type: "event"; readonly thread: string; readonly kind: string }
  | { readonly type: "typing"; readonly thread: string; readonly person: string; readonly name: string }
  | { readonly type: "presence"; readonly thread: string }
  | {
      readonly type: "here";
      readonly thread: string;
      readonly person: string;
      readonly name: string;
      readonly doing: Doing;
    }
  | { readonly type: "reset" };

type Handler = (news: LiveNews) => void;

const handlers = new Set<Handler>();

/** Calls `handler` for all news until the returned function is called. */
export function subscribe(handler: Handler): () => void {
  handlers.add(handler);
  return () => {
    handlers.delete(handler);
  };
}

export function tell(news: LiveNews): void {
  for (const handler of handlers) handler(news);
}

const listeners = new Set<() => void>();

/** Calls `listener` at each beat of the stream, every 20 seconds or so, until the returned function is called. */
export function hearBeats(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function passBeat(): void {
  for (const listener of listeners) listener();
}

const isDoing = (value: unknown): value is Doing => value === "looks" || value === "writes" || value === "left";
const isText = (value: unknown): value is string => typeof value === "string";

/** News from the stream or another tab; null for anything else. */
export function readNews(value: unknown): LiveNews | null {
  if (typeof value !== "object" || value === null || !("type" in value)) return null;
  const { type, thread, kind, person, name, doing } = value as Record<string, unknown>;
  if (type === "reset") return { type };
  if (type === "presence" && isText(thread)) return { type, thread };
  if (type === "event" && isText(thread) && isText(kind)) return { type, thread, kind };
  if (type === "typing" && isText(thread) && isText(person) && isText(name)) return { type, thread, person, name };
  if (type === "here" && isText(thread) && isText(person) && isText(name) && isDoing(doing)) {
    return { type, thread, person, name, doing };
  }
  return null;
}
