import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { VisuallyHidden } from "@/components/ui/visually-hidden";

interface Props {
  href: string;
  number: string;
  subject: string;
  unread: boolean;
  /** A line under number and subject. */
  children: ReactNode;
}

/** Number and subject as the row's one link. Unread threads have a dot, bold text and a word for screen readers. */
export function ThreadLead({ href, number, subject, unread, children }: Props) {
  return (
    <span className="cell-pair">
      <span className="flex min-w-0 items-baseline gap-2">
        {unread && (
          <span aria-hidden className="forced-border size-2 flex-none -translate-y-px rounded-full bg-accent" />
        )}
        <Link href={href} className={clsx("stretched row-link min-w-0 wrap-anywhere", !unread && "font-normal")}>
          {unread && <VisuallyHidden>Unread: </VisuallyHidden>}
          <span className="tabular">{number}</span> {subject}
        </Link>
      </span>
      <span className="text-xs font-normal text-muted">{children}</span>
    </span>
  );
}
