import clsx from "clsx";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import type { Choice } from "./choices";

interface Props {
  href: string;
  selected?: boolean;
  /** A text where no exact number is known. */
  count?: number | string | undefined;
  children: ReactNode;
}

/** A filter as a link: its state is in the address. Put several into <ChipRow>. */
export function Chip({ href, selected, count, children }: Props) {
  return (
    <Link
      href={href}
      aria-current={selected ? "true" : undefined}
      className={clsx(
        "inline-flex min-h-11 flex-none items-center gap-2 rounded-full border px-3.5 text-sm no-underline transition-colors lg:min-h-8",
        selected
          ? "border-accent bg-accent-soft font-semibold text-accent"
          : "border-line bg-surface text-ink hover:border-control",
      )}
    >
      {children}
      {count !== undefined && <span className="tabular text-xs text-muted">{count.toLocaleString("en-US")}</span>}
    </Link>
  );
}

/** A row of chips that scrolls sideways on phones instead of wrapping into many lines. */
export function ChipRow({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className="-mx-4 flex gap-2 overflow-x-auto px-4 py-1 sm:mx-0 sm:flex-wrap sm:px-0">
      {children}
    </nav>
  );
}

interface ChoiceChipsProps<T extends string | null> {
  label: string;
  /** Null among them is the choice without a filter. */
  choices: readonly Choice<T>[];
  chosen: T;
  href: (value: T) => string;
  count?: (value: T) => number | string | undefined;
}

/** One row of chips of which one is chosen. */
export function ChoiceChips<T extends string | null>({ label, choices, chosen, href, count }: ChoiceChipsProps<T>) {
  return (
    <ChipRow label={label}>
      {choices.map(([value, words]) => (
        <Chip key={value} href={href(value)} selected={value === chosen} count={count?.(value)}>
          {words}
        </Chip>
      ))}
    </ChipRow>
  );
}
