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
  /** The other tab, where something is in it. */
  other: Way | false;
  /** How one searches. */
  children: ReactNode;
}

/** A list that its filters left empty, with the ways out. */
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
