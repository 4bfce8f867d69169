"use client";

import clsx from "clsx";
import { type OpenProps, useOpenTurn } from "./use-open-turn";

/** The part of OpenState that runs in the browser, where it shows each turn at its time. */
export function OpenStateLeaf(props: OpenProps) {
  const turn = useOpenTurn(props);
  if (!turn) return null;
  return (
    <span className={clsx("inline-flex items-baseline gap-2 text-sm", turn.isOpen ? "text-success" : "text-muted")}>
      <span
        aria-hidden
        className={clsx("forced-border size-2 flex-none rounded-full", turn.isOpen ? "bg-success-mark" : "bg-control")}
      />
      {turn.words}
    </span>
  );
}
