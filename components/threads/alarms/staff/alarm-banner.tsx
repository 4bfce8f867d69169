"use client";

import { useEffect } from "react";
import { useLive } from "@/components/live/use-live";
import { playSound } from "@/components/threads/chats/sound";
import { Callout } from "@/components/ui/callout";
import { reload } from "@/components/ui/reload";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { OwnAlarm } from "@/lib/threads/alarms/queries";

/** Until somebody has it. */
const SOUND_EVERY_MS = 4_000;

/** On every page of staff: alarms that call the viewer, with a sound until somebody has them. */
export function AlarmBanner({ alarms }: { alarms: readonly OwnAlarm[] }) {
  useLive((news) => {
    // The stream tells what happened since the page was made, so nothing before it is listened to is lost.
    if (news.type === "reset" || (news.type === "event" && news.kind === "notice")) reload();
    else if (news.type === "event" && alarms.length > 0 && news.kind === "state") reload();
  });
  const isCalling = alarms.length > 0;
  useEffect(() => {
    if (!isCalling) return;
    playSound();
    const timer = setInterval(playSound, SOUND_EVERY_MS);
    return () => clearInterval(timer);
  }, [isCalling]);
  if (!isCalling) return null;
  return (
    <Callout tone="danger" role="alert" className="mb-5" title="Production stopped: you are called">
      <ul className="grid gap-1">
        {alarms.map(({ id, number, subject, companyName }) => (
          <li key={id} className="wrap-anywhere">
            <TextLink href={routes.staffAlarm(number)} className="font-semibold">
              {number}
            </TextLink>{" "}
            {companyName}: {subject}
          </li>
        ))}
      </ul>
    </Callout>
  );
}
