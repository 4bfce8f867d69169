"use client";

import clsx from "clsx";
import { type OpenProps, useOpenTurn } from "@/components/site/hours/use-open-turn";

/**
 * The chat's label in the bottom bar, for which the words of the top bar are too long: a dot at the icon and, where it
 * has the room, one word. The link's name says until when.
 */
export function ChatBarLabel(props: Omit<OpenProps, "kind">) {
  const turn = useOpenTurn({ ...props, kind: "chat" });
  if (!turn) return "Chat";
  const state = turn.isOpen ? "open" : "closed";
  return (
    <>
      <span
        aria-hidden
        className={clsx(
          "forced-border absolute top-2 left-1/2 -ml-4 size-2.5 rounded-full ring-2 ring-surface",
          // A ring where it is closed: the two differ without colors as well.
          turn.isOpen ? "bg-success-mark" : "border-2 border-control bg-surface",
        )}
      />
      <span aria-hidden className="max-w-full truncate tracking-tight">
        Chat<span className="hidden min-[22rem]:inline"> {state}</span>
      </span>
      <span className="sr-only">
        Chat {state}: {turn.words}
      </span>
    </>
  );
}
