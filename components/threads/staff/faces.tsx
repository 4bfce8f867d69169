"use client";

import clsx from "clsx";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useRoomKeys } from "@/components/threads/room-keys";
import { buttonClass } from "@/components/ui/button";

const FACES = ["reply", "note"] as const;
type Face = (typeof FACES)[number];
const LABELS = { reply: "Reply", note: "Internal note" } as const;
const KEYS = { reply: "r", note: "n" } as const;

const faceOfHash = (): Face | null => FACES.find((name) => window.location.hash === `#${name}`) ?? null;

/**
 * The two faces of the composer. The addresses `#reply` and `#note` and the keys r and n open a face and lead into its
 * field. Without scripts both are shown, one below the other.
 */
export function Faces({ reply, note }: { reply: ReactNode; note: ReactNode }) {
  const [face, setFace] = useState<Face>("reply");
  /** Increases whenever the field of the face is to be entered. */
  const [entered, setEntered] = useState(0);
  const box = useRef<HTMLDivElement>(null);

  const enter = (name: Face) => {
    setFace(name);
    setEntered((now) => now + 1);
  };
  const followHash = useEffectEvent(() => {
    const name = faceOfHash();
    if (name) enter(name);
  });
  useEffect(() => {
    followHash();
    const onHash = () => followHash();
    window.addEventListener("hashchange", onHash);
    return () => window.removeEventListener("hashchange", onHash);
  }, []);
  useEffect(() => {
    if (entered > 0) box.current?.querySelector<HTMLTextAreaElement>(`[data-face="${face}"] textarea`)?.focus();
  }, [entered, face]);
  useRoomKeys({
    r: { words: "Reply", deed: () => enter("reply") },
    n: { words: "Write an internal note", deed: () => enter("note") },
  });

  return (
    <div ref={box} className="grid gap-2">
      <fieldset className="flex gap-1 noscript:hidden">
        <legend className="sr-only">What to write</legend>
        {FACES.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={face === name}
            aria-keyshortcuts={KEYS[name]}
            title={`Key: ${KEYS[name]}`}
            onClick={() => setFace(name)}
            className={buttonClass(
              face === name ? "secondary" : "quiet",
              "small",
              clsx(name === "note" && face === name && "border-warning-mark/50 bg-warning-soft"),
            )}
          >
            {LABELS[name]}
          </button>
        ))}
      </fieldset>
      {/* Not an id: the browser takes the focus away from a field when it goes to the place that an address names. */}
      <div data-face="reply" className={face === "reply" ? undefined : "hidden noscript:block"}>
        {reply}
      </div>
      <div data-face="note" className={face === "note" ? undefined : "hidden noscript:block"}>
        {note}
      </div>
    </div>
  );
}
