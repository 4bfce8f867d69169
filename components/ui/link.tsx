import type { ComponentProps } from "react";

/**
 * A link within the portal. It is a plain anchor, so that a list of fifty links needs no component in the browser. The
 * `Navigation` of the root layout follows all of them without reloading the whole page, and fetches a page before the
 * click when the pointer or the focus rests on its link.
 */
export function Link(props: Omit<ComponentProps<"a">, "href"> & { href: string }) {
  return <a data-page="" {...props} />;
}
