import type { ComponentProps } from "react";

/**
 * A link within the portal. It is a plain anchor, so that a list of fifty costs fifty anchors and no component of the
 * browser's; the one `Navigation` of the root layout follows all of them without loading the page anew, and fetches a
 * page before the click where the pointer or the focus rests.
 */
export function Link(props: Omit<ComponentProps<"a">, "href"> & { href: string }) {
  return <a data-page="" {...props} />;
}
