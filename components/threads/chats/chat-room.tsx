"use client";

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
  /** Under it: the composer, or what can be done with a chat that has ended. */
  below: ReactNode;
}

/** A chat in the browser: how it stands, the conversation, and what one can do in it. */
export function ChatRoom({ threadId, first, side, offer, children, below }: Props) {
  const state = useChatState(threadId, first);
  const [hasSound, setSound] = useSound();
  useUnreadTitle(threadId, hasSound);
  const { ownAt } = useShared(threadId);
  return (
    <section aria-label="Chat" className="grid min-w-0 gap-4">
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <div role="status">{side === "client" ? <ClientLine state={state} /> : <StaffLine state={state} />}</div>
        <Button
          size="small"
          variant="quiet"
          aria-pressed={hasSound}
          onClick={() => setSound(!hasSound)}
          className="noscript:hidden"
        >
          {hasSound ? "Sound on" : "Sound off"}
        </Button>
      </div>
      {side === "client" && <Offer state={state}>{offer}</Offer>}
      <div className="grid gap-1">
        {children}
        {ownAt !== null && state.status !== "closed" && (
          <p className="no-print text-right text-xs text-muted">
            {markOf(ownAt, state.other ?? { receivedAt: null, readAt: null })}
          </p>
        )}
      </div>
      {below}
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
