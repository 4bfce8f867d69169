"use client";

import { useRouter } from "next/navigation";
import { useEffect, useTransition } from "react";

const PAUSE_MS = 2_000;

/** Reads the page again, two seconds after it came, while somebody looks at it; ends when it comes without this. */
export function Refresh() {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  useEffect(() => {
    // One at a time: a next one would cancel the one that a slow server still answers.
    if (isReading) return;
    const read = () => {
      if (document.visibilityState === "visible") startReading(() => router.refresh());
    };
    const timer = setTimeout(read, PAUSE_MS);
    document.addEventListener("visibilitychange", read);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [router, isReading]);
  return null;
}
