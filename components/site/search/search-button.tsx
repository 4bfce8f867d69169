"use client";

import { Search } from "lucide-react";
import { type ComponentType, type MouseEvent, useEffect, useEffectEvent, useState } from "react";
import { Link } from "@/components/ui/link";
import { searchHref } from "@/lib/site/search/schema";
import type { PaletteProps } from "./palette";

const load = () => import("./palette").then(({ Palette }) => Palette);

/**
 * The search of the top bar: a link to the page of the search, which opens a small window instead where scripts run. Its
 * code is loaded when the pointer or the focus comes, or with Ctrl-K.
 */
export function SearchButton({ side }: { side: "client" | "staff" }) {
  const [Palette, setPalette] = useState<ComponentType<PaletteProps> | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const href = searchHref(side, "");

  const open = async () => {
    try {
      const loaded = await load();
      setPalette(() => loaded);
      setIsOpen(true);
    } catch {
      location.assign(href);
    }
  };
  const openByKey = useEffectEvent(() => void open());

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isSearch = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key === "k";
      if (!isSearch || event.isComposing) return;
      event.preventDefault();
      // Another window that lies over the page keeps the keyboard.
      if (!document.querySelector("dialog[open]")) openByKey();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const onClick = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void open();
  };
  const onIntent = () => void load().catch(() => {});

  return (
    <>
      <Link
        href={href}
        title="Search (Ctrl-K)"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={onClick}
        onPointerEnter={onIntent}
        onFocus={onIntent}
        className="grid size-11 flex-none place-items-center rounded-md text-muted no-underline transition-colors hover:bg-sunken hover:text-ink lg:flex lg:h-9 lg:w-56 lg:items-center lg:gap-2 lg:border lg:border-line lg:px-3"
      >
        <Search aria-hidden size={18} className="flex-none lg:size-4" />
        <span className="sr-only lg:not-sr-only lg:flex-1 lg:text-sm">Search</span>
        <span aria-hidden className="hidden rounded-sm border border-line bg-sunken px-1.5 text-xs lg:block">
          Ctrl K
        </span>
      </Link>
      {isOpen && Palette && <Palette side={side} onClose={() => setIsOpen(false)} />}
    </>
  );
}
