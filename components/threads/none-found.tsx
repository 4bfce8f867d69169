import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

interface Way {
  readonly href: string;
  readonly label: string;
}

interface Props {
  title: string;
  clear: Way;
  /** The other tab, if it has matches. */
  other: Way | false;
  /** A hint on searching. */
  children: ReactNode;
}

/** A list without matches for its filters, with ways out. */
export function NoneFound({ title, clear, other, children }: Props) {
  return (
    <EmptyState
      title={title}
      action={
        <>
          <ButtonLink href={clear.href}>{clear.label}</ButtonLink>
          {other && (
            <ButtonLink href={other.href} variant="quiet">
              {other.label}
            </ButtonLink>
          )}
        </>
      }
    >
      {children}
    </EmptyState>
  );
}
