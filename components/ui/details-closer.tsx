"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

/** Makes the <details> around it a menu: Escape, a click elsewhere and a change of page close it. */
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
    document.addEventListener("pointerdown", onPointer);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", onPointer);
      document.removeEventListener("keydown", onKey);
    };
  }, []);

  return <span ref={mark} hidden />;
}
