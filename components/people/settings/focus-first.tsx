"use client";

import { useEffect, useRef } from "react";

/** Focuses the first field of a form that a link has opened: the link is gone, so focus would be lost. */
export function FocusFirst() {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (document.activeElement && document.activeElement !== document.body) return;
    mark.current
      ?.closest("form")
      ?.querySelector<HTMLElement>("select, input:not([type=hidden]):not([hidden])")
      ?.focus();
  }, []);
  return <span ref={mark} hidden />;
}
