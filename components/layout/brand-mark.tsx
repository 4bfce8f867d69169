import clsx from "clsx";
import type { Brand, BrandTheme } from "@/lib/gate/brand/types";

type NamedBrand = Pick<Brand, "name" | "theme">;

/** The brand's sign in its accent; the first letter of the name where no sign is drawn. */
function BrandMark({ brand, className }: { brand: NamedBrand; className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className={clsx("size-7 flex-none", className)}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <Sign scene={brand.theme.scene} letter={Array.from(brand.name)[0] ?? ""} />
    </svg>
  );
}

function Sign({ scene, letter }: { scene: BrandTheme["scene"]; letter: string }) {
  const line = { fill: "none", strokeWidth: 2.5, strokeLinecap: "round", strokeLinejoin: "round" } as const;
  if (scene === "process-plant") {
    return (
      <g className="stroke-on-accent" {...line}>
        <path d="M22.2 11.2A8 8 0 1 0 22.2 20.8" />
        <path d="M16.5 16H26" />
        <circle cx="16" cy="16" r="1.6" className="fill-on-accent" strokeWidth="0" />
      </g>
    );
  }
  if (scene === "power-grid") {
    return (
      <g className="stroke-on-accent" {...line}>
        <path d="M9 8v16M23 8v16M9 21 23 11" />
        <circle cx="16" cy="16" r="2.6" className="fill-accent" />
      </g>
    );
  }
  return (
    <text x="16" y="21.5" textAnchor="middle" fontSize="16" fontWeight="600" className="fill-on-accent">
      {letter}
    </text>
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
