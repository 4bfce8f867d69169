"use client";

import { usePathname } from "next/navigation";
import { useEffect, useEffectEvent, useRef } from "react";
import { useLive } from "@/components/live/use-live";
import { usePulse } from "@/components/live/use-pulse";
import { playSound } from "@/components/threads/chats/sound";
import { reload } from "@/components/ui/reload";
import { routes } from "@/lib/routes";
import { readAlerts } from "./alerts";

/** Events that come within this time are answered by one request. */
const TOGETHER_MS = 500;

interface Counts {
  readonly queued: number;
  readonly unread: number;
}

/**
 * On every page of an agent: says that the browser is there, and tells when somebody begins to wait or writes. The page's
 * data is reloaded then.
 */
export function DeskPulse(first: Counts) {
  const isAtDesk = usePathname().startsWith(routes.staffChats);
  const last = useRef<Counts>(first);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const ask = useEffectEvent(async () => {
    try {
      const response = await fetch(routes.apiChatAgent, { method: "POST" });
      if (!response.ok) return;
      const now = (await response.json()) as Counts;
      const before = last.current;
      last.current = now;
      if (now.queued === before.queued && now.unread === before.unread) return;
      reload();
      if (now.queued > before.queued) alertAgent("A client waits in the chat queue");
      else if (now.unread > before.unread) alertAgent("A client wrote in a chat of yours or one that you follow");
    } catch {
      // The next one tells it.
    }
  });
  const askNow = usePulse(() => void ask());
  const soon = useEffectEvent(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      askNow();
      // What a colleague took or ended changes no count.
      if (isAtDesk && !document.hidden) reload();
    }, TOGETHER_MS);
  });
  useLive((news) => {
    if (isAtDesk ? news.type === "reset" || (news.type === "event" && news.kind === "state") : false) soon();
    else if (news.type === "event" && news.kind === "message") timer.current ??= setTimeout(askLater, TOGETHER_MS);
  });
  const askLater = useEffectEvent(() => {
    timer.current = null;
    askNow();
  });
  const begin = useEffectEvent(askNow);
  useEffect(() => {
    begin();
    return () => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    };
  }, []);
  return null;
}

function alertAgent(words: string): void {
  const { hasSound, hasNotices } = readAlerts();
  if (hasSound) playSound();
  if (hasNotices && document.hidden && "Notification" in window && Notification.permission === "granted") {
    new Notification(words, { tag: "portal-chat" });
  }
}
