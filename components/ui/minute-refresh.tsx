"use client";

import { useEffect, useEffectEvent } from "react";
import { reload } from "./reload";

const EVERY_MS = 60_000;

/**
 * Reloads the page's data every minute while the page is visible, because its clocks change by themselves, or because
 * nothing tells it that its list has grown.
 */
export function MinuteRefresh() {
  const refresh = useEffectEvent(() => {
    if (!document.hidden) reload();
  });
  useEffect(() => {
    const timer = setInterval(() => refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return null;
}
