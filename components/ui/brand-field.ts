import type { FilterField } from "./filter-field";

/** Name of a brand by its key. */
export type BrandNames = Readonly<Record<string, string>>;

/** One of the viewer's brands or all of them; nothing to choose with one alone. */
export function brandField(id: string, brands: BrandNames): FilterField | null {
  const options = Object.entries(brands);
  return options.length < 2 ? null : { kind: "select", id, label: "Brand", name: "brand", all: "All brands", options };
}
