"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { type Alerts, keepAlerts, readAlerts } from "./alerts";

/** Sound and desktop notices of chats, chosen for this browser. Needs scripts. */
export function AlertChoices() {
  const [alerts, setAlerts] = useState<Alerts>({ hasSound: false, hasNotices: false });
  useEffect(() => setAlerts(readAlerts()), []);
  const change = (part: Partial<Alerts>) => {
    const now = { ...alerts, ...part };
    keepAlerts(now);
    setAlerts(now);
  };
  const onNotices = async () => {
    if (alerts.hasNotices) return change({ hasNotices: false });
    if (!("Notification" in window)) return;
    if ((await Notification.requestPermission()) === "granted") change({ hasNotices: true });
  };
  return (
    <div className="flex flex-wrap gap-2 noscript:hidden">
      <Button
        size="small"
        variant="quiet"
        aria-pressed={alerts.hasSound}
        onClick={() => change({ hasSound: !alerts.hasSound })}
      >
        {alerts.hasSound ? "Sound on" : "Sound off"}
      </Button>
      <Button size="small" variant="quiet" aria-pressed={alerts.hasNotices} onClick={() => void onNotices()}>
        {alerts.hasNotices ? "Desktop notices on" : "Desktop notices off"}
      </Button>
    </div>
  );
}
