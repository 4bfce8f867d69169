"use client";

import { type ReactNode, useEffect, useRef } from "react";

/**
 * j and k move between the rows of a table while one of its links has focus; Enter opens the link, and x ticks the
 * row's box where there is one. Only with focus in the table, because letter keys on the whole page interfere with
 * speech input (WCAG 2.1.4).
 */
export function RowKeys({ children }: { children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const move = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const links = [...element.querySelectorAll<HTMLAnchorElement>("tbody a.stretched")];
      const current = links.findIndex((link) => link.matches(":focus"));
      if (event.key === "x") {
        links[current]?.closest("tr")?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click();
        return;
      }
      const step = { j: 1, k: -1 }[event.key];
      if (!step) return;
      const next = links[current + step];
      if (current === -1 || !next) return;
      event.preventDefault();
      next.focus();
    };
    element.addEventListener("keydown", move);
    return () => element.removeEventListener("keydown", move);
  }, []);

  return <div ref={frame}>{children}</div>;
}
