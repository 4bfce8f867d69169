"use client";

import { Bell as BellIcon } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLive } from "@/components/live/use-live";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/routes";

/** Events within this time lead to one request. */
const PAUSE_MS = 300;

interface Unread {
  readonly unread: number;
  /** When it was counted, in milliseconds since 1970; of two counts the later one is shown. */
  readonly at: number;
}

interface Props extends Unread {
  /** Path of the list of notices on the viewer's side. */
  href: string;
}

function readUnread(value: unknown): Unread | null {
  if (typeof value !== "object" || value === null) return null;
  const { unread, at } = value as Record<string, unknown>;
  return typeof unread === "number" && typeof at === "number" ? { unread, at } : null;
}

/**
 * Link to the notices, with the number of unread ones: counted again when a notice comes or is read in any window of
 * this person.
 */
export function Bell({ href, unread, at }: Props) {
  const [told, setTold] = useState<Unread>({ unread, at });
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const ask = useEffectEvent(async () => {
    timer.current = null;
    const answer = await fetch(routes.apiNotices, { headers: { accept: "application/json" } }).catch(() => null);
    const news = answer?.ok ? readUnread(await answer.json().catch(() => null)) : null;
    if (news) setTold((before) => (news.at > before.at ? news : before));
  });

  useLive((news) => {
    if (news.type === "typing" || news.type === "presence" || (news.type === "event" && news.kind !== "notice")) return;
    timer.current ??= setTimeout(() => void ask(), PAUSE_MS);
  });

  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );

  const isNews = told.at > at;
  const count = isNews ? told.unread : unread;
  const words = count > 99 ? "more than 99" : String(count);
  return (
    <>
      <Link
        href={href}
        title="Notices"
        className="relative grid size-11 flex-none place-items-center rounded-md text-muted no-underline transition-colors hover:bg-sunken hover:text-ink lg:size-10"
      >
        <BellIcon aria-hidden size={18} />
        <span className="sr-only">Notices{count > 0 && `, ${words} unread`}</span>
        {count > 0 && (
          <span
            aria-hidden
            className="tabular absolute top-0.5 left-1/2 grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1.5 text-xs font-semibold whitespace-nowrap text-on-accent"
          >
            {count > 99 ? "99+" : count}
          </span>
        )}
      </Link>
      {/* Outside of the link, because a live region inside would become part of the link's name. */}
      <span role="status" className="sr-only">
        {isNews && count > 0 ? `Notices: ${words} unread` : ""}
      </span>
    </>
  );
}
