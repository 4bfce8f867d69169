"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLive } from "@/components/live/use-live";
import { routes } from "@/lib/routes";
import type { Doing } from "@/lib/threads/here/schema";

/** How often a browser says that it is there. */
const BEAT_MS = 20_000;
/** Twice that and a little, so that one report may be lost. */
const GONE_MS = 45_000;
/** How often a browser says that somebody writes, and for how long it is believed. */
const WRITES_MS = 3_000;
const WROTE_MS = 8_000;

export interface Colleague {
  readonly person: string;
  readonly name: string;
  readonly isWriting: boolean;
}

/** A moment at which a colleague was heard of, by this browser's own clock. */
interface Heard {
  readonly name: string;
  readonly at: number;
  readonly wroteAt: number | null;
}

/**
 * The colleagues who have the thread open, and who of them writes an answer. `tellWriting` is to be called whenever the
 * viewer types one.
 */
export function useColleagues(threadId: string): { colleagues: readonly Colleague[]; tellWriting: () => void } {
  const [heard, setHeard] = useState<ReadonlyMap<string, Heard>>(new Map());
  const [now, setNow] = useState(0);
  const told = useRef(0);

  const tell = useEffectEvent((doing: Doing) => {
    // With keepalive it is still sent when the page is left.
    fetch(routes.apiHere(threadId, doing), { method: "POST", keepalive: true }).catch(() => {});
  });
  useLive((news) => {
    if (news.type === "reset") return tell("looks");
    if (news.type !== "here" || news.thread !== threadId) return;
    const { person, name, doing } = news;
    const at = performance.now();
    // Who has just come does not know yet who is here.
    if (doing === "looks" && !heard.has(person) && !document.hidden) tell("looks");
    setNow(at);
    setHeard((before) => {
      const after = new Map(before);
      if (doing === "left") after.delete(person);
      else after.set(person, { name, at, wroteAt: doing === "writes" ? at : (before.get(person)?.wroteAt ?? null) });
      return after;
    });
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another thread is entered and left anew
  useEffect(() => {
    const say = () => tell(document.hidden ? "left" : "looks");
    if (!document.hidden) say();
    const beat = setInterval(() => {
      if (!document.hidden) say();
    }, BEAT_MS);
    const leave = () => tell("left");
    document.addEventListener("visibilitychange", say);
    window.addEventListener("pagehide", leave);
    return () => {
      clearInterval(beat);
      document.removeEventListener("visibilitychange", say);
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [threadId]);

  // Whoever is not heard of any more goes.
  const isAnybody = heard.size > 0;
  useEffect(() => {
    if (!isAnybody) return;
    const timer = setInterval(() => setNow(performance.now()), WRITES_MS);
    return () => clearInterval(timer);
  }, [isAnybody]);

  const colleagues = [...heard].flatMap(([person, { name, at, wroteAt }]) =>
    now - at > GONE_MS ? [] : [{ person, name, isWriting: wroteAt !== null && now - wroteAt < WROTE_MS }],
  );
  return {
    colleagues,
    tellWriting: () => {
      const at = performance.now();
      if (told.current !== 0 && at - told.current < WRITES_MS) return;
      told.current = at;
      tellOf(threadId, "writes");
    },
  };
}

function tellOf(threadId: string, doing: Doing): void {
  fetch(routes.apiHere(threadId, doing), { method: "POST" }).catch(() => {});
}
