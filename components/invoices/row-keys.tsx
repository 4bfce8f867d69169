"use client";

import { type ReactNode, useEffect, useRef } from "react";

/**
 * j and k move between the rows of a table while one of its links has the focus; Enter opens, as on any link. Only
 * there: a letter that acted anywhere on the page would get in the way of speech input (WCAG 2.1.4).
 */
export function RowKeys({ children }: { children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const move = (event: KeyboardEvent) => {
      const step = { j: 1, k: -1 }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      const links = [...element.querySelectorAll<HTMLAnchorElement>("tbody a.stretched")];
      const current = links.findIndex((link) => link.matches(":focus"));
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
