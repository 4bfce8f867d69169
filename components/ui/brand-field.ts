import type { FilterField } from "./filter-field";

/** Name of a brand by its key. */
export type BrandNames = Readonly<Record<string, string>>;

/** A filter for one of the viewer's brands or all; null where the viewer has one. */
export function brandField(id: string, brands: BrandNames): FilterField | null {
  const options = Object.entries(brands);
  return options.length < 2 ? null : { kind: "select", id, label: "Brand", name: "brand", all: "All brands", options };
}
