"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { reload } from "@/components/ui/reload";
import { useLive } from "./use-live";

const EVERY_MS = 2_000;

interface Props {
  /** Only events of this thread; all events of the session when left out. */
  thread?: string;
}

/**
 * Reloads the page's data when something happened that it may show: at most every two seconds, and not in a hidden tab.
 */
export function LiveRefresh({ thread }: Props) {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const isDue = useRef(false);

  const refresh = useEffectEvent(() => {
    isDue.current = false;
    reload();
  });

  const ask = useEffectEvent(() => {
    if (document.hidden) {
      isDue.current = true;
      return;
    }
    // The first event reloads at once; those that come within the pause share one reload after it.
    if (timer.current) {
      isDue.current = true;
      return;
    }
    refresh();
    const pause = () => {
      timer.current = null;
      if (isDue.current) ask();
    };
    timer.current = setTimeout(pause, EVERY_MS);
  });

  useLive((news) => {
    if (news.type === "typing" || news.type === "presence" || news.type === "here") return;
    if (news.type === "event" && thread !== undefined && news.thread !== thread) return;
    ask();
  });

  useEffect(() => {
    const onVisible = () => {
      if (!document.hidden && isDue.current) ask();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      if (timer.current) clearTimeout(timer.current);
    };
  }, []);
  return null;
}
