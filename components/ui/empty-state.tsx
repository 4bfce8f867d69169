import type { ReactNode } from "react";

interface Props {
  /** What will be listed here, as a sentence without full stop. */
  title: string;
  children?: ReactNode;
  /** The first step. */
  action?: ReactNode;
}

export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-12 text-center">
      <svg aria-hidden="true" viewBox="0 0 96 56" className="mb-2 h-14 text-line" fill="none" stroke="currentColor">
        <rect x="16" y="6.5" width="64" height="43" rx="4" strokeWidth="1.5" />
        <path d="M16 18.5h64M26 29.5h22M26 38.5h34M66 29.5h4" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
      <p className="text-base font-semibold">{title}</p>
      {children && <div className="max-w-[46ch] text-sm text-muted">{children}</div>}
      {action && <div className="mt-3 flex flex-wrap justify-center gap-3">{action}</div>}
    </div>
  );
}
