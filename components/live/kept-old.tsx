"use client";

import { useSyncExternalStore } from "react";
import { Callout } from "@/components/ui/callout";
import { isKeptOld, onKeptOld } from "@/components/ui/reload";

/** Says that the page is of an older build, where it was not loaded anew because of what was typed in it. */
export function KeptOld() {
  const isKept = useSyncExternalStore(onKeptOld, isKeptOld, () => false);
  if (!isKept) return null;
  return (
    <Callout
      tone="warning"
      role="alert"
      title="The portal was updated"
      className="no-print sticky top-16 z-10 mb-4 shadow-raised"
    >
      This page no longer shows what is new. Send or copy what you typed, then{" "}
      <button
        type="button"
        className="cursor-pointer text-accent underline decoration-accent-line underline-offset-4"
        onClick={() => location.reload()}
      >
        reload the page
      </button>
      .
    </Callout>
  );
}
