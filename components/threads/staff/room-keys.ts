"use client";

import { useEffect, useEffectEvent } from "react";

const FIELDS = "input, textarea, select, [contenteditable], dialog";

/** The switch of lists for single keys, which who speaks to their computer turns off (WCAG 2.1.4). */
const OFF = "portal-keys-off";

function areOn(): boolean {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    // Storage may be forbidden.
    return true;
  }
}

/** One key, one deed. Nothing happens while somebody writes in a field, or holds a key of the browser's own. */
export function useRoomKeys(keys: Readonly<Record<string, () => void>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(FIELDS)) return;
    const deed = keys[event.key];
    if (!deed || !areOn()) return;
    event.preventDefault();
    deed();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
