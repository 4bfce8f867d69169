"use client";

import { useEffect, useState } from "react";
import { withYourTime } from "@/lib/kit/wall-time";
import { routes } from "@/lib/routes";
import type { HoursAnswer, OpenKind, ToldHours } from "@/lib/site/hours/types";

/** How often an open page asks for what is open. With its process's memory an edit is read within a minute. */
const ASK_EVERY_MS = 45_000;
/** No wait is longer: a computer that slept, or whose clock was set, is right again within half a minute. */
const LONGEST_WAIT_MS = 30_000;

export interface OpenProps {
  kind: OpenKind;
  /** What the page was made with. */
  told: ToldHours;
  brandZone: string;
  /** The viewer's zone; null where only the browser knows it. */
  zone: string | null;
}

interface OpenNow {
  readonly isOpen: boolean;
  /** `Open until 4:30 p.m. Eastern, 1:30 p.m. your time`. */
  readonly words: string;
}

/**
 * How far business time is ahead of the browser's clock, by the time of serving. It is measured once, when the page
 * arrives: a page that the browser shows again from memory was served long before.
 */
const aheadBy = new Map<number, number>();
/** How many servings are remembered. A page has a handful of lines. */
const MOST_SERVED = 100;

function aheadOf(servedAt: number): number {
  const known = aheadBy.get(servedAt);
  if (known !== undefined) return known;
  if (aheadBy.size >= MOST_SERVED) aheadBy.clear();
  const ahead = servedAt - Date.now();
  aheadBy.set(servedAt, ahead);
  return ahead;
}

/** The answer that all lines of a page share. */
let asked: { readonly at: number; readonly answer: Promise<HoursAnswer | null> } | null = null;

function askHours(): Promise<HoursAnswer | null> {
  const now = Date.now();
  if (asked && Math.abs(now - asked.at) < ASK_EVERY_MS / 2) return asked.answer;
  const answer = fetch(routes.apiHours)
    .then((response) => (response.ok ? (response.json() as Promise<HoursAnswer>) : null))
    // The line goes on with what it was told last.
    .catch(() => null);
  asked = { at: now, answer };
  return answer;
}

/**
 * Whether something is open now, in words that turn by themselves on an open page and follow an edit within a minute. Null
 * where nothing was told.
 */
export function useOpenTurn({ kind, told, brandZone, zone }: OpenProps): OpenNow | null {
  const [news, setNews] = useState<ToldHours | null>(null);
  const current = news && news.servedAt > told.servedAt ? news : told;
  const [shown, setShown] = useState({ servedAt: told.servedAt, index: 0, zone });

  useEffect(() => {
    const { servedAt, turns, until } = current;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      clearTimeout(timer);
      const now = Date.now() + aheadOf(servedAt);
      const index = Math.max(
        turns.findLastIndex((turn) => turn.from <= now),
        0,
      );
      setShown({ servedAt, index, zone: zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone });
      const wait = (turns[index + 1]?.from ?? until) - now;
      timer = setTimeout(look, wait > 0 ? Math.min(wait, LONGEST_WAIT_MS) : LONGEST_WAIT_MS);
    };
    look();
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [current, zone]);

  useEffect(() => {
    let isGone = false;
    let last = Date.now();
    const ask = async () => {
      if (document.hidden || Date.now() - last < ASK_EVERY_MS / 2) return;
      last = Date.now();
      const answer = await askHours();
      if (answer && !isGone) setNews(answer[kind]);
    };
    const timer = setInterval(ask, ASK_EVERY_MS);
    document.addEventListener("visibilitychange", ask);
    return () => {
      isGone = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [kind]);

  const turn = current.turns[shown.servedAt === current.servedAt ? shown.index : 0];
  return turn ? { isOpen: turn.isOpen, words: withYourTime(turn, brandZone, shown.zone) } : null;
}
