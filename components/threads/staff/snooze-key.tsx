"use client";

import { useRoomKeys } from "@/components/threads/room-keys";

/** `z` leads to the choice of a time. `form` is the name of its form. */
export function SnoozeKey({ form }: { form: string }) {
  useRoomKeys({
    z: {
      words: "Snooze it",
      deed: () => document.querySelector<HTMLElement>(`form[aria-label="${form}"] select`)?.focus(),
    },
  });
  return null;
}
