import { useSyncExternalStore } from "react";

/*
 * State that a thread and its composers share on one page, by the thread's id, because they are separate components. It
 * lives as long as the document, and holds only ids and what is being sent.
 */

/** An own message that the server has not confirmed yet. */
export interface Outgoing {
  readonly id: string;
  readonly body: string;
  readonly isNote: boolean;
  readonly files: number;
}

interface Shared {
  readonly outgoing: readonly Outgoing[];
  /** Id of the newest message on screen; null before the thread has reported it. */
  readonly newest: string | null;
  /** Key of the newest item of any kind on screen. */
  readonly last: string | null;
  /** When the newest message was written (ISO 8601), if it is the viewer's own; null otherwise. */
  readonly ownAt: string | null;
  /** The newest message, if a colleague of the viewer's side wrote it; null otherwise. */
  readonly colleague: { readonly id: string; readonly name: string } | null;
  /** How many messages on screen others wrote; null before the thread has reported it. */
  readonly others: number | null;
  /** Increases whenever the thread should fetch news at once. */
  readonly asked: number;
}

const NOTHING: Shared = {
  outgoing: [],
  newest: null,
  last: null,
  ownAt: null,
  colleague: null,
  others: null,
  asked: 0,
};
const threads = new Map<string, Shared>();
const listeners = new Set<() => void>();

function change(threadId: string, part: Partial<Shared>): void {
  threads.set(threadId, { ...sharedOf(threadId), ...part });
  for (const listener of listeners) listener();
}

export function sharedOf(threadId: string): Shared {
  return threads.get(threadId) ?? NOTHING;
}

export function sendOut(threadId: string, message: Outgoing): void {
  const { outgoing } = sharedOf(threadId);
  change(threadId, { outgoing: [...outgoing.filter(({ id }) => id !== message.id), message] });
}

/** Removes a message from those being sent, after it was refused or stored. */
export function takeBack(threadId: string, id: string): void {
  const { outgoing } = sharedOf(threadId);
  if (outgoing.some((message) => message.id === id)) {
    change(threadId, { outgoing: outgoing.filter((message) => message.id !== id) });
  }
}

export function askForNews(threadId: string): void {
  change(threadId, { asked: sharedOf(threadId).asked + 1 });
}

/** To be called when the items on screen have changed. */
export function setShown(
  threadId: string,
  shown: Pick<Shared, "newest" | "last" | "ownAt" | "colleague" | "others">,
): void {
  const now = sharedOf(threadId);
  if (now.newest !== shown.newest || now.last !== shown.last || now.others !== shown.others) change(threadId, shown);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function useShared(threadId: string): Shared {
  return useSyncExternalStore(
    listen,
    () => sharedOf(threadId),
    () => NOTHING,
  );
}
