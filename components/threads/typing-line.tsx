"use client";

import { useEffect, useRef, useState } from "react";
import { useLive } from "@/components/live/use-live";
import type { ThreadItem } from "@/lib/threads/types";

/** Twice the interval of three seconds in which typing is reported, so that one report may be lost. */
const SHOWN_MS = 6_000;

interface Typist {
  readonly person: string;
  readonly name: string;
}

/** Who is typing now. It uses the space that follows the thread anyway, so that nothing moves. */
export function TypingLine({ threadId, items }: { threadId: string; items: readonly ThreadItem[] }) {
  const [typists, setTypists] = useState<readonly Typist[]>([]);
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const gone = (person: string) => setTypists((now) => now.filter((typist) => typist.person !== person));

  useLive((news) => {
    if (news.type !== "typing" || news.thread !== threadId) return;
    const { person, name } = news;
    setTypists((now) => (now.some((typist) => typist.person === person) ? now : [...now, { person, name }]));
    clearTimeout(timers.current.get(person));
    timers.current.set(
      person,
      setTimeout(() => gone(person), SHOWN_MS),
    );
  });

  // A message that has just come ends its author's typing.
  const last = items.findLast((item) => item.kind === "message");
  const author = last?.author.id;
  const newest = last?.id;
  useEffect(() => {
    if (author !== undefined && newest !== undefined)
      setTypists((now) => now.filter(({ person }) => person !== author));
  }, [author, newest]);

  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running.values()) clearTimeout(timer);
    };
  }, []);

  return (
    <p aria-live="polite" className="no-print -mb-4 min-h-5 pl-12 text-sm text-muted">
      {typingWords(typists.map(({ name }) => name))}
    </p>
  );
}

/** `Kim Duarte is typing …` */
export function typingWords(names: readonly string[]): string {
  const [first, second] = names;
  if (first === undefined) return "";
  if (second === undefined) return `${first} is typing …`;
  return names.length === 2 ? `${first} and ${second} are typing …` : "Several people are typing …";
}
