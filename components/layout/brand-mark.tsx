import clsx from "clsx";
import { signOf } from "@/lib/gate/brand/sign";
import type { Brand, BrandTheme } from "@/lib/gate/brand/types";

type NamedBrand = Pick<Brand, "name" | "theme">;

/** The brand's sign in its accent; the first letter of the name where no sign is drawn. */
function BrandMark({ brand, className }: { brand: NamedBrand; className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={clsx("size-7 flex-none", className)}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <Sign theme={brand.theme} letter={Array.from(brand.name)[0] ?? ""} />
    </svg>
  );
}

function Sign({ theme, letter }: { theme: BrandTheme; letter: string }) {
  const sign = signOf(theme);
  if (!sign) {
    return (
      <text x="16" y="21.5" textAnchor="middle" fontSize="16" fontWeight="600" className="fill-on-accent">
        {letter}
      </text>
    );
  }
  return (
    <g fill="none" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round" className="stroke-on-accent">
      {sign.strokes.map((path) => (
        <path key={path} d={path} />
      ))}
      {sign.isDotFilled ? (
        <circle {...sign.dot} className="fill-on-accent" strokeWidth="0" />
      ) : (
        <circle {...sign.dot} className="fill-accent" />
      )}
    </g>
  );
}

/** Sign and name, with `detail` as a second line where there is room. */
export function Wordmark({ brand, detail }: { brand: NamedBrand; detail?: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <BrandMark brand={brand} />
      <span className="flex min-w-0 items-baseline gap-2">
        <span className="truncate font-semibold tracking-[-0.015em]">{brand.name}</span>
        {detail && <span className="hidden whitespace-nowrap text-sm text-muted sm:inline">{detail}</span>}
      </span>
    </span>
  );
}
