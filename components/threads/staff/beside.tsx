import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/text-link";
import { telephoneHref } from "@/lib/kit/telephone";

/** A part of a panel beside the thread, with its own heading. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-1 border-t border-line pt-3">
      <h3 className="text-muted">{title}</h3>
      {children}
    </div>
  );
}

/** A number to call; a fax is only read. */
export function Phone({ number, isFax }: { number: string; isFax?: boolean }) {
  if (isFax) return <span className="tabular">{number}</span>;
  return (
    <TextLink href={telephoneHref(number)} className="tabular">
      {number}
    </TextLink>
  );
}
