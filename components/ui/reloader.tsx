"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useTransition } from "react";
import { awaitReloads } from "./patient-fetch";
import { forgetDue, isReloadDue, mayReload, onReloadDue, watchTouched } from "./reload";

/**
 * Reloads the page's data when news asks for it. One at a time: each reload begins the one before it anew, and a page
 * that a link leads to as well, so that neither would be shown while news comes faster than the server answers.
 */
export function Reloader() {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const isBusy = useRef(false);

  const read = useEffectEvent(async () => {
    if (isBusy.current || !isReloadDue()) return;
    isBusy.current = true;
    const may = await mayReload();
    forgetDue();
    if (may) startReading(() => router.refresh());
    else isBusy.current = false;
  });

  useEffect(() => onReloadDue(() => void read()), []);
  useEffect(() => {
    if (isReading) return;
    isBusy.current = false;
    void read();
  }, [isReading]);
  useEffect(() => watchTouched(), []);
  useEffect(() => awaitReloads(), []);
  return null;
}
