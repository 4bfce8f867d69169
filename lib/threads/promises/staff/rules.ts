import type { Brand } from "@/lib/gate/brand/types";

/** Names of the groups whose keys are keys of something else. */
export interface GroupNames {
  /** Severities from the worst. */
  readonly severities: Readonly<Record<string, string>>;
  readonly brands: Readonly<Record<string, string>>;
  /** By brand and coverage, `cimsoft extended`; with several brands each says whose it is. */
  readonly coverages: Readonly<Record<string, string>>;
}

/** The names that these brands use. Severities and coverages come from rooms above this one. */
export function groupNames(
  brands: readonly Brand[],
  severities: Readonly<Record<string, string>>,
  coverageNames: (brand: Brand) => Readonly<Record<string, string>>,
): GroupNames {
  const several = brands.length > 1;
  return {
    severities,
    brands: Object.fromEntries(brands.map(({ key, shortName }) => [key, shortName])),
    coverages: Object.fromEntries(
      brands.flatMap((brand) =>
        Object.entries(coverageNames(brand)).map(([key, name]) => [
          `${brand.key} ${key}`,
          several ? `${name}, ${brand.shortName}` : name,
        ]),
      ),
    ),
  };
}
