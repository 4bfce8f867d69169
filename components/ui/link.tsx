"use client";

import NextLink, { useLinkStatus } from "next/link";
import type { ComponentProps } from "react";
import { createPortal } from "react-dom";

/**
 * A link within the portal. Nothing is fetched before it is followed: each page is made for who looks at it, and no page
 * has a part that could be had before, so that Next's prefetching asks the server 40 times a list and gains nothing.
 * While the page is on its way a bar at the top of the screen says so.
 */
export function Link({ children, ...rest }: ComponentProps<typeof NextLink>) {
  return (
    <NextLink prefetch={false} {...rest}>
      {children}
      <Following />
    </NextLink>
  );
}

function Following() {
  const { pending } = useLinkStatus();
  // On the body: what holds the link may clip it or be moved.
  return pending ? createPortal(<div aria-hidden="true" className="following" />, document.body) : null;
}
