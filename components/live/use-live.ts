"use client";

import { useEffect, useEffectEvent } from "react";
import { type LiveNews, subscribe } from "./live-events";

/** Listens to the stream while the component is mounted. */
export function useLive(handler: (news: LiveNews) => void): void {
  const onNews = useEffectEvent(handler);
  useEffect(() => subscribe((news) => onNews(news)), []);
}
