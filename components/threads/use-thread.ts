"use client";

import { QueryClient, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { useLive } from "@/components/live/use-live";
import { routes } from "@/lib/routes";
import type { ThreadItem, ThreadPage } from "@/lib/threads/types";
import { type HeldThread, holdThread, mergeNews, mergeWhole } from "./merge";
import { useShared } from "./thread-store";

/** Where the stream doesn't reach, news is asked for this often, by whoever has the page in front of them. */
const FALLBACK_MS = 60_000;

let inBrowser: QueryClient | undefined;

/** The viewer may not see the thread any more. */
class ThreadGone extends Error {}

/** One for the browser; one a request on the server, where people must not meet. */
function queryClient(): QueryClient {
  if (typeof window === "undefined") return new QueryClient();
  inBrowser ??= new QueryClient();
  return inBrowser;
}

/** The items of a thread, kept up to date: from the page, from the stream's hints, on return to the tab, by the minute. */
export function useThread(page: ThreadPage): readonly ThreadItem[] {
  const router = useRouter();
  const [client] = useState(queryClient);
  const key = ["thread", page.threadId];
  const { data, error, refetch } = useQuery(
    {
      queryKey: key,
      queryFn: async ({ signal }) => {
        const held = client.getQueryData<HeldThread>(key);
        // The scanner's word on a file changes a message that was read long ago: then the whole is read.
        const whole = !held || held.items.some(awaitsScan);
        const news = await readNews(page.threadId, whole ? null : held.place, signal);
        // Read again: the page or a send may have brought items meanwhile.
        const now = client.getQueryData<HeldThread>(key) ?? held;
        if (!now) return holdThread(news);
        return whole ? mergeWhole(now, news) : mergeNews(now, news);
      },
      initialData: () => holdThread(page),
      // Kept by nobody once the thread is left: what was withdrawn meanwhile must not flash up.
      gcTime: 0,
      staleTime: 0,
      retry: (count, fault) => count < 1 && !(fault instanceof ThreadGone),
      refetchInterval: FALLBACK_MS,
      refetchOnWindowFocus: "always",
      structuralSharing: true,
    },
    client,
  );

  // The page as it is now says so: that there is no such case, or that one has to sign in.
  const isGone = error instanceof ThreadGone;
  useEffect(() => {
    if (isGone) router.refresh();
  }, [isGone, router]);

  const takePage = useEffectEvent((fresh: ThreadPage) => {
    client.setQueryData<HeldThread>(key, (held) => (held ? mergeWhole(held, fresh) : holdThread(fresh)));
  });
  useEffect(() => takePage(page), [page]);

  const ask = useEffectEvent(() => {
    // One that is on its way may have missed what this hint is about.
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

const awaitsScan = (item: ThreadItem) =>
  (item.kind === "message" || item.kind === "note") && item.files.some((file) => file.scan === "pending");

async function readNews(threadId: string, place: string | null, signal: AbortSignal): Promise<ThreadPage> {
  const address = routes.apiThread(threadId) + (place === null ? "" : `?after=${encodeURIComponent(place)}`);
  const response = await fetch(address, { signal, headers: { accept: "application/json" } });
  if (response.status === 404) throw new ThreadGone();
  if (!response.ok) throw new Error(`The thread answered ${response.status}`);
  return (await response.json()) as ThreadPage;
}
