"use client";

import { useEffect, useEffectEvent } from "react";
import { keysAreOn, takesKeys } from "@/components/ui/keys";

/** What a key does, in the words of the list of keys. */
interface RoomKey {
  readonly words: string;
  readonly deed: () => void;
}

type RoomKeys = Readonly<Record<string, RoomKey>>;

/** The keys of everything that is on the page now, so that the list of keys names those that do something. */
const here = new Set<() => RoomKeys>();

const ORDER = "jkrnasz?";

/** In one order, because the parts of a page come in any. */
export const roomKeysHere = (): [key: string, words: string][] =>
  [...here]
    .flatMap((keys) => Object.entries(keys()))
    .map(([key, { words }]): [string, string] => [key, words])
    .sort(([one], [other]) => ORDER.indexOf(one) - ORDER.indexOf(other));

/** One key, one deed. Nothing happens while somebody writes in a field, or holds a key of the browser's own. */
export function useRoomKeys(keys: RoomKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (takesKeys(event.target)) return;
    const key = keys[event.key];
    if (!key || !keysAreOn()) return;
    event.preventDefault();
    key.deed();
  });
  const now = useEffectEvent(() => keys);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    const read = () => now();
    document.addEventListener("keydown", listen);
    here.add(read);
    return () => {
      document.removeEventListener("keydown", listen);
      here.delete(read);
    };
  }, []);
}
