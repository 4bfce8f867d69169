"use client";

import clsx from "clsx";
import { usePending } from "./pending";

/** A switch that submits the form around it; what is sent is the form's own. */
export function Switch({ isOn, label }: { isOn: boolean; label: string }) {
  const pending = usePending();
  return (
    <button
      type="submit"
      role="switch"
      aria-checked={isOn}
      aria-disabled={pending || undefined}
      className="flex min-h-11 items-center justify-between gap-3 text-left text-sm font-semibold lg:min-h-9"
    >
      {label}
      <span
        aria-hidden
        className={clsx(
          "forced-border flex h-6 w-11 flex-none items-center rounded-full p-0.5 transition-colors",
          isOn ? "justify-end bg-success-mark" : "justify-start bg-control",
        )}
      >
        <span className="forced-border size-5 rounded-full bg-surface" />
      </span>
    </button>
  );
}
