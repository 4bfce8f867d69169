import { useEffect, useEffectEvent, useRef } from "react";
import { useShared } from "@/components/threads/thread-store";
import { playSound } from "./sound";

/** While the tab is hidden, the number of messages that others wrote since stands before its title; with a sound if wanted. */
export function useUnreadTitle(threadId: string, hasSound: boolean): void {
  const { others } = useShared(threadId);
  const seen = useRef<number | null>(null);
  const title = useRef<string | null>(null);

  const show = useEffectEvent((count: number) => {
    if (seen.current === null || !document.hidden) {
      seen.current = count;
      if (title.current !== null) document.title = title.current;
      title.current = null;
      return;
    }
    const unread = count - seen.current;
    if (unread <= 0) return;
    title.current ??= document.title;
    document.title = `(${unread}) ${title.current}`;
  });
  const sound = useEffectEvent((before: number, count: number) => {
    if (hasSound && count > before) playSound();
  });

  const last = useRef<number | null>(null);
  useEffect(() => {
    if (others === null) return;
    if (last.current !== null) sound(last.current, others);
    last.current = others;
    show(others);
    const onVisible = () => show(others);
    document.addEventListener("visibilitychange", onVisible);
    return () => document.removeEventListener("visibilitychange", onVisible);
  }, [others]);
}
