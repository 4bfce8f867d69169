"use client";

import { roomKeysHere, useRoomKeys } from "@/components/threads/room-keys";
import { ASK_KEYS } from "@/components/ui/keys";
import { KeysHelp } from "@/components/ui/keys-help";

/** The field of a property, by the word under which the room's keys know it. */
const fieldOf = (key: "a" | "s") =>
  document.querySelector<HTMLSelectElement>(`main select[aria-keyshortcuts="${key}"]`);

/** Is there such a field? Who may not work the thread has none. */
const enter = (key: "a" | "s") => fieldOf(key)?.focus();

/** The keys of a room of a thread, by its button or by `?`, and the two that enter its properties. */
export function RoomKeysHelp() {
  useRoomKeys({ "?": { words: "Show these keys", deed: () => window.dispatchEvent(new Event(ASK_KEYS)) } });
  useRoomKeys({
    a: { words: "Assign", deed: () => enter("a") },
    s: { words: "Set the status", deed: () => enter("s") },
  });
  return (
    <div data-room-keys className="contents">
      <KeysHelp
        lines={() => roomKeysHere().filter(([key]) => (key !== "a" && key !== "s") || fieldOf(key) !== null)}
        off="Off: none of these keys does anything. For who speaks to the computer."
      />
    </div>
  );
}
