"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";
import { mayReload } from "./reload";

const PAUSE_MS = 2_000;

/**
 * Reloads the page's data two seconds after each load while the page is visible; stops when a reload no longer renders
 * this component.
 */
export function Refresh() {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  useEffect(() => {
    // One at a time: another would cancel the one that a slow server is still answering.
    if (isReading) return;
    let isOver = false;
    const read = async () => {
      if (document.visibilityState !== "visible" || !(await mayReload()) || isOver) return;
      startReading(() => router.refresh());
    };
    const timer = setTimeout(read, PAUSE_MS);
    document.addEventListener("visibilitychange", read);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [router, isReading]);
  return null;
}
