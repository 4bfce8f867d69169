"use client";

import { useEffect, useEffectEvent } from "react";
import { ASK_KEYS } from "@/components/ui/keys";
import { KeysHelp } from "@/components/ui/keys-help";
import { roomKeysHere, useRoomKeys } from "./room-keys";

/** Where the composer of a client's room is. */
const REPLY = "reply";

const enter = () => document.querySelector<HTMLTextAreaElement>(`#${REPLY} textarea`)?.focus();

/** The keys of a thread's room for its client, by its button or by `?`. The address `#reply` leads into the composer. */
export function ClientRoomKeys() {
  const followHash = useEffectEvent(() => {
    if (window.location.hash === `#${REPLY}`) enter();
  });
  useEffect(() => {
    followHash();
    const onHash = () => followHash();
    window.addEventListener("hashchange", onHash);
    return () => window.removeEventListener("hashchange", onHash);
  }, []);
  useRoomKeys({
    r: { words: "Reply", deed: enter },
    "?": { words: "Show these keys", deed: () => window.dispatchEvent(new Event(ASK_KEYS)) },
  });
  return (
    <div data-room-keys className="contents">
      <KeysHelp lines={roomKeysHere} off="Off: none of these keys does anything. For who speaks to the computer." />
    </div>
  );
}
