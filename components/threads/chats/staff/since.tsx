"use client";

import { useEffect, useState } from "react";

interface Props {
  /** Since when, in system time as ISO 8601. */
  at: string;
  /** System time when the page was made, in milliseconds since the epoch. */
  now: number;
}

/** How long ago, in minutes: it counts on while the page is open. */
export function Since({ at, now }: Props) {
  const [later, setLater] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page made later counts from its own time anew.
  useEffect(() => {
    const begun = performance.now();
    setLater(0);
    const timer = setInterval(() => setLater(performance.now() - begun), 10_000);
    return () => clearInterval(timer);
  }, [now]);
  const minutes = Math.max(0, Math.floor((now + later - Date.parse(at)) / 60_000));
  const words =
    minutes === 0 ? "just now" : minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return <time dateTime={at}>{words}</time>;
}
