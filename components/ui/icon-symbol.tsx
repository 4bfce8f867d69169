import type { LucideIcon } from "lucide-react";

/** Draws an icon once on a page whose rows repeat it; <IconUse> shows it in each row. */
export function IconSymbol({ name, icon: Icon }: { name: string; icon: LucideIcon }) {
  return (
    <svg aria-hidden className="hidden">
      <symbol id={`icon-${name}`} viewBox="0 0 24 24">
        <Icon aria-hidden size={24} />
      </symbol>
    </svg>
  );
}

/** The icon of an <IconSymbol> on the same page, decorative, in the text's colour. */
export function IconUse({ name, className }: { name: string; className: string }) {
  return (
    <svg aria-hidden className={className}>
      <use href={`#icon-${name}`} />
    </svg>
  );
}
