"use client";

import { useEffect } from "react";
import { routes } from "@/lib/routes";

/** Says that the viewer has opened the case, so that its client reads by whom it was seen. */
export function MarkAlarmSeen({ thread }: { thread: string }) {
  useEffect(() => {
    // If it fails, pressing the button on the page still tells it.
    fetch(routes.apiThreadRead(thread), { method: "POST" }).catch(() => {});
  }, [thread]);
  return null;
}
