import type { ReactNode } from "react";

/** Who the client is and what they have, folded away or shown. */
export function Customer({ children }: { children: ReactNode }) {
  return (
    <details open className="group">
      <summary className="flex min-h-11 cursor-pointer items-center text-sm font-semibold lg:min-h-9">Customer</summary>
      <div className="grid gap-4 pt-2">{children}</div>
    </details>
  );
}
