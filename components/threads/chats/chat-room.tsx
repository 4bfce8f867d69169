"use client";

import clsx from "clsx";
import { Volume2, VolumeX } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useShared } from "@/components/threads/thread-store";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { StatusDot } from "@/components/ui/status-dot";
import type { ChatState } from "@/lib/threads/chats/types";
import { markOf } from "./mark";
import { useChatState } from "./use-chat-state";
import { useUnreadTitle } from "./use-unread-title";

interface Props {
  threadId: string;
  first: ChatState;
  side: "client" | "staff";
  /** Makes the chat a case: shown where it is offered. */
  offer: ReactNode;
  /** The conversation. */
  children: ReactNode;
  /** Docked under it: the composer. */
  below?: ReactNode;
  /** What else can be done with the chat. */
  after?: ReactNode;
}

/**
 * A chat in the browser: how it stands, the conversation, and what one can do in it. While it goes on, it fills the
 * window: the conversation scrolls above the composer, and stays at its end while somebody reads there.
 */
export function ChatRoom({ threadId, first, side, offer, children, below, after }: Props) {
  const state = useChatState(threadId, first);
  const [hasSound, setSound] = useSound();
  useUnreadTitle(threadId, hasSound);
  const { ownAt } = useShared(threadId);
  const goesOn = state.status !== "closed";
  return (
    <section aria-label="Chat" className="grid min-w-0 gap-4">
      <div
        className={clsx(
          "flex min-w-0 flex-col rounded-lg border border-line bg-surface print:h-auto",
          goesOn && "h-[calc(100dvh-15rem)] min-h-104 lg:h-[calc(100dvh-14rem)]",
        )}
      >
        {/* What is said under a chat that has ended is said here to screen readers alone, at the moment it ends. */}
        <div
          className={
            goesOn
              ? "no-print flex min-h-13 flex-none flex-wrap items-center justify-between gap-x-4 border-b border-line px-4 py-1.5 text-sm"
              : "sr-only"
          }
        >
          <div role="status">{side === "client" ? <ClientLine state={state} /> : <StaffLine state={state} />}</div>
          {goesOn && (
            <Button
              size="small"
              variant="quiet"
              aria-pressed={hasSound}
              onClick={() => setSound(!hasSound)}
              icon={hasSound ? <Volume2 aria-hidden size={16} /> : <VolumeX aria-hidden size={16} />}
              className="noscript:hidden"
            >
              Sound {hasSound ? "on" : "off"}
            </Button>
          )}
        </div>
        {/* In reverse, the browser itself begins at the end and stays there when something is added. */}
        <div
          tabIndex={goesOn ? 0 : undefined}
          className={clsx(
            "px-4 py-4",
            goesOn && "flex min-h-0 flex-1 flex-col-reverse overflow-y-auto overscroll-contain print:overflow-visible",
          )}
        >
          <div className="mb-auto grid gap-1">
            {children}
            {ownAt !== null && goesOn && (
              <p className="no-print text-right text-xs text-muted">
                {markOf(ownAt, state.other ?? { receivedAt: null, readAt: null })}
              </p>
            )}
            {side === "client" && <Offer state={state}>{offer}</Offer>}
          </div>
        </div>
        {below && (
          <div className="no-print max-h-3/5 flex-none overflow-y-auto border-t border-line px-4 py-3">{below}</div>
        )}
      </div>
      {after}
    </section>
  );
}

function ClientLine({ state }: { state: ChatState }) {
  const { status, other, place, wait } = state;
  if (status === "closed") return <StatusDot tone="neutral">This chat has ended</StatusDot>;
  if (status === "new") {
    return (
      <p className="text-sm">
        <strong>{place === null || place === 1 ? "You are next." : `You are number ${place} in the queue.`}</strong>{" "}
        {wait && <span className="text-muted">Waiting time: {wait}.</span>}
      </p>
    );
  }
  return (
    <span className="flex items-center gap-3 text-sm">
      <Avatar name={other?.name ?? ""} photoId={other?.photo ?? null} />
      <span>
        <strong>{other?.name ?? "Technical support"}</strong> answers you.{" "}
        <span className="text-muted">{other?.isHere ? "Here now" : "Away for a moment"}</span>
      </span>
    </span>
  );
}

function StaffLine({ state: { status, other } }: { state: ChatState }) {
  if (status === "closed") return <StatusDot tone="neutral">Ended</StatusDot>;
  return (
    <StatusDot tone={other?.isHere ? "success" : "neutral"}>
      {other?.name ?? "The client"} {other?.isHere ? "is here" : "is not here now"}
    </StatusDot>
  );
}

/** Says that nobody can answer soon, or that chat has closed, and offers a case. */
function Offer({ state, children }: { state: ChatState; children: ReactNode }) {
  if (state.status !== "new") return null;
  if (state.offeredUntil !== null) {
    return (
      <Callout tone="warning" title="Chat has closed for today" role="status">
        <div className="grid gap-3">
          Nobody could answer before closing time. Make this a case, with what you wrote. At {state.offeredUntil} it
          becomes one by itself.
          {children}
        </div>
      </Callout>
    );
  }
  if (!state.isLong && state.isStaffed) return null;
  return (
    <Callout title={state.isStaffed ? "It takes longer than usual" : "Nobody is free right now"} role="status">
      <div className="grid gap-3">
        Keep this page open and you are answered here. Or make it a case: an agent answers by mail, and you need not
        wait.
        {children}
      </div>
    </Callout>
  );
}

const SOUND = "portal-chat-sound";

/** Whether a sound tells of a message; off until somebody wants it. */
function useSound(): [boolean, (isOn: boolean) => void] {
  const [isOn, setOn] = useState(false);
  const isRead = useRef(false);
  useEffect(() => {
    if (isRead.current) return;
    isRead.current = true;
    try {
      setOn(localStorage.getItem(SOUND) === "on");
    } catch {
      // The browser forbids storage.
    }
  }, []);
  return [
    isOn,
    (wanted) => {
      setOn(wanted);
      try {
        localStorage.setItem(SOUND, wanted ? "on" : "off");
      } catch {
        // It holds as long as the page is open.
      }
    },
  ];
}
