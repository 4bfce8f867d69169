"use client";

import { QueryClient, useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { useLive } from "@/components/live/use-live";
import { reload } from "@/components/ui/reload";
import { routes } from "@/lib/routes";
import type { ThreadItem, ThreadPage } from "@/lib/threads/types";
import { type HeldThread, holdThread, mergeNews, mergeWhole } from "./merge";
import { useShared } from "./thread-store";

/** Interval of fetching for browsers that the stream does not reach, while the page is visible. */
const FALLBACK_MS = 60_000;

let inBrowser: QueryClient | undefined;

/** The viewer may no longer see the thread. */
class ThreadGone extends Error {}

/** One for the browser; on the server one for each request, because a shared one would mix people's data. */
function queryClient(): QueryClient {
  if (typeof window === "undefined") return new QueryClient();
  inBrowser ??= new QueryClient();
  return inBrowser;
}

/** Items of a thread, kept current: from the page, on the stream's events, on return to the tab, and every minute. */
export function useThread(page: ThreadPage): readonly ThreadItem[] {
  const [client] = useState(queryClient);
  const key = ["thread", page.threadId];
  const { data, error, refetch } = useQuery(
    {
      queryKey: key,
      queryFn: async ({ signal }) => {
        const held = client.getQueryData<HeldThread>(key);
        // A file whose check ends changes an older message. So the whole thread is read while the result of a check is
        // awaited.
        const whole = !held || held.items.some(awaitsFile);
        const news = await readNews(page.threadId, whole ? null : held.place, signal);
        // Read again: the page or a message being sent may have added items meanwhile.
        const now = client.getQueryData<HeldThread>(key) ?? held;
        if (!now) return holdThread(news);
        return whole ? mergeWhole(now, news) : mergeNews(now, news);
      },
      initialData: () => holdThread(page),
      // Not cached once the thread is left: a message withdrawn meanwhile must not appear.
      gcTime: 0,
      staleTime: 0,
      retry: (count, fault) => count < 1 && !(fault instanceof ThreadGone),
      refetchInterval: FALLBACK_MS,
      refetchOnWindowFocus: "always",
      structuralSharing: true,
    },
    client,
  );

  // The page's new answer says why: there is no such thread, or the session has ended.
  const isGone = error instanceof ThreadGone;
  useEffect(() => {
    if (isGone) reload();
  }, [isGone]);

  const takePage = useEffectEvent((fresh: ThreadPage) => {
    client.setQueryData<HeldThread>(key, (held) => (held ? mergeWhole(held, fresh) : holdThread(fresh)));
  });
  useEffect(() => takePage(page), [page]);

  const ask = useEffectEvent(() => {
    // A request that is under way may have been answered before this event.
    void refetch({ cancelRefetch: true });
  });
  useLive((news) => {
    if (news.type === "reset" || (news.type === "event" && news.thread === page.threadId)) ask();
  });
  const { asked } = useShared(page.threadId);
  useEffect(() => {
    if (asked > 0) ask();
  }, [asked]);

  return data.items;
}

const awaitsFile = (item: ThreadItem) =>
  (item.kind === "message" || item.kind === "note") &&
  item.files.some(({ scan }) => scan === "pending" || scan === "held");

async function readNews(threadId: string, place: string | null, signal: AbortSignal): Promise<ThreadPage> {
  const address = routes.apiThread(threadId) + (place === null ? "" : `?after=${encodeURIComponent(place)}`);
  const response = await fetch(address, { signal, headers: { accept: "application/json" } });
  if (response.status === 404) throw new ThreadGone();
  if (!response.ok) throw new Error(`The thread answered ${response.status}`);
  return (await response.json()) as ThreadPage;
}
