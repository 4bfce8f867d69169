import { loadBrands } from "./load";

/** Names of these brands by key, in the order of the names; for screens that show rows of several brands. */
export async function brandNames(keys: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const known = (await loadBrands()).filter((brand) => keys.includes(brand.key));
  return Object.fromEntries(known.map((brand) => [brand.key, brand.shortName] as const).sort(byName));
}

const byName = ([, a]: readonly [string, string], [, b]: readonly [string, string]) => a.localeCompare(b, "en");
