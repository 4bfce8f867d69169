"use client";

import { useRef } from "react";
import { routes } from "@/lib/routes";

const EVERY_MS = 3_000;

/** Reports that the viewer is typing: at most every three seconds. Errors are ignored. */
export function useTyping(threadId: string): () => void {
  const last = useRef(0);
  return () => {
    const now = performance.now();
    if (last.current !== 0 && now - last.current < EVERY_MS) return;
    last.current = now;
    fetch(`${routes.apiTyping}?thread=${encodeURIComponent(threadId)}`, { method: "POST" }).catch(() => {});
  };
}
