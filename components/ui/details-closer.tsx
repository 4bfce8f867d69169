"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

/** Makes the <details> around it a menu: Escape, a click elsewhere, a link in it and a change of page close it. */
export function DetailsCloser() {
  const mark = useRef<HTMLSpanElement>(null);
  const pathname = usePathname();

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the page changes, which is its purpose
  useEffect(() => {
    mark.current?.closest("details")?.removeAttribute("open");
  }, [pathname]);

  useEffect(() => {
    const details = mark.current?.closest("details");
    if (!details) return;
    const onPointer = (event: PointerEvent) => {
      if (details.open && event.target instanceof Node && !details.contains(event.target)) details.open = false;
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.querySelector("summary")?.focus();
    };
    // A link of a menu may lead to the same page with another query.
    const onClick = (event: MouseEvent) => {
      if (!(event.target instanceof Element) || !event.target.closest("a[href]")) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      details.open = false;
      details.querySelector("summary")?.focus({ preventScroll: true });
    };
    // At the right edge of the window a panel is moved to end with its button.
    const onToggle = () => {
      const panel = details.querySelector<HTMLElement>(":scope > [data-panel]");
      if (!panel) return;
      delete panel.dataset.end;
      if (details.open && panel.getBoundingClientRect().right > document.documentElement.clientWidth)
        panel.dataset.end = "";
    };
    details.addEventListener("click", onClick);
    details.addEventListener("toggle", onToggle);
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey);
    return () => {
      details.removeEventListener("click", onClick);
      details.removeEventListener("toggle", onToggle);
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey);
    };
  }, []);

  return <span ref={mark} hidden />;
}
