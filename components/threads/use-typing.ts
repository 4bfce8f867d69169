"use client";

import { useRef } from "react";
import { routes } from "@/lib/routes";

const EVERY_MS = 3_000;

/** Tells that the viewer types here: at most every three seconds; whether it arrives changes nothing. */
export function useTyping(threadId: string): () => void {
  const last = useRef(0);
  return () => {
    const now = performance.now();
    if (last.current !== 0 && now - last.current < EVERY_MS) return;
    last.current = now;
    fetch(`${routes.apiTyping}?thread=${encodeURIComponent(threadId)}`, { method: "POST" }).catch(() => {});
  };
}
