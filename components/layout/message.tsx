import type { ReactNode } from "react";

interface Props {
  /** A small drawing above the words. */
  drawing?: ReactNode;
  /** A short line above the title, such as "Not found". */
  kicker: string;
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** Under which the log has the event. */
  reference?: string | undefined;
}

/** A page with one message: what happened, and what to do. Holds the h1; the layout around it holds the <main>. */
export function Message({ drawing, kicker, title, children, actions, reference }: Props) {
  return (
    <div className="mx-auto grid w-full max-w-reading gap-4 px-4 py-16 sm:px-8 sm:py-24">
      {drawing}
      <p className="text-sm font-semibold text-muted">{kicker}</p>
      <h1 className="text-2xl font-semibold tracking-[-0.02em]">{title}</h1>
      <div className="grid max-w-[60ch] gap-3 text-muted">{children}</div>
      {actions && <div className="flex flex-wrap gap-3 pt-3">{actions}</div>}
      {reference && (
        <p className="pt-4 text-sm text-muted">
          Reference <span className="tabular select-all text-ink">{reference}</span>
        </p>
      )}
    </div>
  );
}
