import type { ReactNode } from "react";

interface Props {
  title: string;
  state?: ReactNode;
  children: ReactNode;
}

/** A way to reach the firm. */
export function Way({ title, state, children }: Props) {
  return (
    <div className="grid gap-2 py-5 text-sm">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="text-base font-semibold">{title}</h3>
        {state}
      </div>
      {children}
    </div>
  );
}
