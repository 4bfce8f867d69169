import { useSyncExternalStore } from "react";

/*
 * What a thread and its composers share on one page. They stand apart in the page, so they meet here, by the thread's id;
 * it lives as long as the document, and holds ids and what is on its way only.
 */

/** A message of one's own that the server has not confirmed yet. */
export interface Outgoing {
  readonly id: string;
  readonly body: string;
  readonly isNote: boolean;
  readonly files: number;
}

interface Shared {
  readonly outgoing: readonly Outgoing[];
  /** Newest message on screen; null before the thread has said so. */
  readonly newest: string | null;
  /** Key of the newest item of any kind on screen. */
  readonly last: string | null;
  /** Rises whenever the thread should ask for news at once. */
  readonly asked: number;
}

const NOTHING: Shared = { outgoing: [], newest: null, last: null, asked: 0 };
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

/** Refused, or stored: either way it is on its way no more. */
export function takeBack(threadId: string, id: string): void {
  const { outgoing } = sharedOf(threadId);
  if (outgoing.some((message) => message.id === id)) {
    change(threadId, { outgoing: outgoing.filter((message) => message.id !== id) });
  }
}

export function askForNews(threadId: string): void {
  change(threadId, { asked: sharedOf(threadId).asked + 1 });
}

/** Called when the items on screen have changed. */
export function setShown(threadId: string, newest: string | null, last: string | null): void {
  const now = sharedOf(threadId);
  if (now.newest !== newest || now.last !== last) change(threadId, { newest, last });
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
