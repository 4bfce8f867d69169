import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/text-link";
import { telephoneHref } from "@/lib/kit/telephone";

/** A section with a heading, for panels beside the thread. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-1 border-t border-line pt-3">
      <h3 className="text-sm text-muted">{title}</h3>
      {children}
    </div>
  );
}

/** A phone number as link; a fax number as text. */
export function Phone({ number, isFax }: { number: string; isFax?: boolean }) {
  if (isFax) return <span className="tabular">{number}</span>;
  return (
    <TextLink href={telephoneHref(number)} className="tabular">
      {number}
    </TextLink>
  );
}
