/** Link and direction for a column's heading: `-name` is descending. A first click sorts as `first` says. */
export function columnSort<Name extends string>(
  name: Name,
  first: Name | `-${Name}`,
  sort: string,
  href: (sort: Name | `-${Name}`) => string,
): { readonly href: string; readonly sorted: "ascending" | "descending" | undefined } {
  if (sort === name) return { href: href(`-${name}`), sorted: "ascending" };
  if (sort === `-${name}`) return { href: href(name), sorted: "descending" };
  return { href: href(first), sorted: undefined };
}
