"use client";

import { MessageCircle } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLive } from "@/components/live/use-live";
import { usePulse } from "@/components/live/use-pulse";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/routes";
import type { ChatState, OpenChat } from "@/lib/threads/chats/types";

const TOGETHER_MS = 300;

/** On other pages: keeps the client's chat in reach, and says that their browser is there. */
export function ChatDock({ chat }: { chat: OpenChat }) {
  const isElsewhere = !usePathname().startsWith(routes.chats);
  return isElsewhere ? <Dock chat={chat} /> : null;
}

function Dock({ chat }: { chat: OpenChat }) {
  const { id, number, isTalking, isUnread } = chat;
  const [state, setState] = useState<ChatState | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const tell = useEffectEvent(async () => {
    try {
      const response = await fetch(routes.apiChatHere(id), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{}",
      });
      if (response.ok) setState((await response.json()) as ChatState);
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
  useLive((news) => {
    if (news.type === "reset" || (news.type === "event" && news.thread === id)) soon();
  });
  const begin = useEffectEvent(tellNow);
  useEffect(() => {
    begin();
    return () => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    };
  }, []);

  const status = state?.status ?? (isTalking ? "in_progress" : "new");
  const hasNews = state?.isUnread ?? isUnread;
  const words =
    status === "closed"
      ? "Your chat has ended"
      : status === "in_progress"
        ? `${state?.other?.name ?? "Technical support"} answers you`
        : state?.place
          ? `In the queue: number ${state.place}`
          : "In the queue";
  return (
    <aside aria-label="Your chat" className="no-print fixed right-4 bottom-18 z-20 lg:bottom-4">
      <Link
        href={routes.chat(number)}
        className="flex min-h-11 max-w-[calc(100vw-2rem)] items-center gap-2 rounded-full border border-line bg-surface px-4 text-sm text-ink no-underline shadow-raised hover:bg-sunken"
      >
        <MessageCircle aria-hidden size={18} className="flex-none text-accent" />
        <span className="truncate">{words}</span>
        <span role="status">
          {hasNews && (
            <span className="rounded-full bg-accent px-2 py-0.5 text-xs font-semibold whitespace-nowrap text-on-accent">
              New message
            </span>
          )}
        </span>
      </Link>
    </aside>
  );
}
