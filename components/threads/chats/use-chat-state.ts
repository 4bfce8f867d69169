"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLive } from "@/components/live/use-live";
import { usePulse } from "@/components/live/use-pulse";
import { askForNews, sharedOf, useShared } from "@/components/threads/thread-store";
import { reload } from "@/components/ui/reload";
import { routes } from "@/lib/routes";
import type { ChatState } from "@/lib/threads/chats/types";

/** What comes within this time is answered by one request. */
const TOGETHER_MS = 150;

/**
 * How a chat stands, kept current by the stream's events and every few seconds, also where no stream reaches this
 * browser. Each time the server is told that this browser is there and what it has received.
 */
export function useChatState(threadId: string, first: ChatState): ChatState {
  const [state, setState] = useState(first);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const { newest } = useShared(threadId);

  const tell = useEffectEvent(async () => {
    const held = sharedOf(threadId).newest;
    try {
      const response = await fetch(routes.apiChatHere(threadId), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ newest: held, isRead: !document.hidden }),
      });
      // The page's new answer says why: there is no such chat, or the session has ended.
      if (response.status === 404) return reload();
      if (!response.ok) return;
      const now = (await response.json()) as ChatState;
      if (now.newestId !== sharedOf(threadId).newest) askForNews(threadId);
      setState(now);
    } catch {
      // The next one tells it.
    }
  });
  const tellNow = usePulse(() => void tell());
  const soon = useEffectEvent(() => {
    timer.current ??= setTimeout(() => {
      timer.current = null;
      tellNow();
    }, TOGETHER_MS);
  });

  // The server's part of the page follows: what may be done depends on the status.
  const { status, outcome } = state;
  useEffect(() => setState(first), [first]);
  const isOther = status !== first.status || outcome !== first.outcome;
  useEffect(() => {
    if (isOther) reload();
  }, [isOther]);

  useLive((news) => {
    if (news.type === "reset" || (news.type !== "typing" && news.thread === threadId)) soon();
  });
  useEffect(() => {
    if (newest !== null) soon();
  }, [newest]);
  useEffect(() => {
    soon();
    const onVisible = () => soon();
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    };
  }, []);
  return state;
}
