"use client";

import type { ReactNode } from "react";
import { useField } from "@/components/forms/form-context";

/** Folds the fields of a new link, unless one of them was refused: without scripts the sentence would be out of sight. */
export function LinkFold({ children }: { children: ReactNode }) {
  const refused = useField("other").errors.length + useField("kind").errors.length > 0;
  return (
    <details open={refused || undefined}>
      <summary className="min-h-6 cursor-pointer text-xs font-semibold text-accent">Link a case</summary>
      <div className="mt-2 grid gap-2">{children}</div>
    </details>
  );
}
