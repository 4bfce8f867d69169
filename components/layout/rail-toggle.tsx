"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useState, useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * Collapses the navigation at the left to icons. A cookie keeps the choice, so that the server renders it right at
 * once. Shown only where scripts run.
 */
export function RailToggle({ cookie, collapsed }: { cookie: string; collapsed: boolean }) {
  const [folded, setFolded] = useState(collapsed);
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  if (!scripted) return null;

  const toggle = () => {
    const next = !folded;
    setFolded(next);
    document.getElementById("rail")?.setAttribute("data-rail", next ? "collapsed" : "open");
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve
    document.cookie = `${cookie}=${next ? "1" : "0"}; path=/; max-age=31536000; samesite=lax`;
  };
  const Icon = folded ? PanelLeftOpen : PanelLeftClose;
  return (
    <button
      type="button"
      aria-expanded={!folded}
      aria-controls="rail"
      onClick={toggle}
      className="flex min-h-9 w-full items-center gap-3 rounded-md px-2.5 text-sm text-muted hover:bg-sunken hover:text-ink"
    >
      <Icon aria-hidden size={18} className="flex-none" />
      <span className="in-data-[rail=collapsed]:sr-only">{folded ? "Expand" : "Collapse"} navigation</span>
    </button>
  );
}
