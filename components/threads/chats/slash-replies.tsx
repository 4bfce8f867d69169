"use client";

import clsx from "clsx";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import type { CannedReply } from "@/lib/threads/staff/canned-replies/queries";

const MOST = 8;

export type Slash = ReturnType<typeof useSlashReplies>;

/** Canned replies for a text that begins with `/`: those whose title has what follows. Arrows choose, Enter inserts. */
export function useSlashReplies(replies: readonly CannedReply[], text: string, put: (text: string) => void) {
  const id = useId();
  const [index, setIndex] = useState(0);
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const words = text.startsWith("/") && !text.includes("\n") ? text.slice(1).trim().toLowerCase() : null;
  const found =
    words === null || closedFor === text
      ? []
      : replies.filter(({ title }) => title.toLowerCase().includes(words)).slice(0, MOST);
  const active = found[Math.min(index, found.length - 1)];
  const optionId = (reply: CannedReply) => `${id}-${reply.id}`;
  const choose = (reply: CannedReply) => {
    put(reply.text);
    setIndex(0);
  };
  const move = (by: number) => setIndex((now) => (Math.min(now, found.length - 1) + by + found.length) % found.length);
  /** False for a key that is none of the choice's. */
  const press = (key: string): boolean => {
    if (key === "ArrowDown") move(1);
    else if (key === "ArrowUp") move(-1);
    else if (key === "Escape") setClosedFor(text);
    else if (key === "Enter" && active) choose(active);
    else return false;
    return true;
  };
  return {
    ...{ id, found, active, optionId, choose },
    attributes:
      found.length > 0 && active
        ? ({ "aria-autocomplete": "list", "aria-controls": id, "aria-activedescendant": optionId(active) } as const)
        : {},
    /** True when the key was meant for the choice. */
    onKeyDown: (event: KeyboardEvent): boolean => {
      if (found.length === 0 || event.nativeEvent.isComposing || !press(event.key)) return false;
      event.preventDefault();
      return true;
    },
  };
}

/** The choice, above the field. */
export function SlashReplies({ slash: { id, found, active, optionId, choose } }: { slash: Slash }) {
  const chosen = active && optionId(active);
  useEffect(() => {
    if (chosen) document.getElementById(chosen)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  return (
    <>
      {found.length > 0 && (
        <div
          id={id}
          role="listbox"
          aria-label="Canned replies"
          className="forced-border grid max-h-40 gap-px overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-raised lg:max-h-60"
        >
          {found.map((reply) => (
            // The field keeps the focus: its keys choose, and a pointer may.
            // biome-ignore lint/a11y/useFocusableInteractive: named by the field as its active descendant
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field's keys do it
            <div
              key={reply.id}
              id={optionId(reply)}
              role="option"
              aria-selected={reply.id === active?.id}
              onClick={() => choose(reply)}
              className={clsx(
                "grid cursor-pointer rounded-md px-3 py-2 text-sm",
                reply.id === active?.id && "bg-accent-soft",
              )}
            >
              <span className="font-semibold">{reply.title}</span>
              <span className="truncate text-xs text-muted">{reply.text}</span>
            </div>
          ))}
        </div>
      )}
      <p role="status" className="sr-only">
        {active ? `${found.length} canned replies. ${active.title}. Arrow keys choose, Enter inserts.` : ""}
      </p>
    </>
  );
}
