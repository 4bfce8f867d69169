"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";

const EVERY_MS = 60_000;

/** Reads the page again by the minute while it is in front of somebody: its clocks run without anything happening. */
export function MinuteRefresh() {
  const router = useRouter();
  const refresh = useEffectEvent(() => {
    if (!document.hidden) router.refresh();
  });
  useEffect(() => {
    const timer = setInterval(() => refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return null;
}
