"use client";

import NextLink, { useLinkStatus } from "next/link";
import type { ComponentProps } from "react";
import { createPortal } from "react-dom";

/**
 * A link within the portal, without prefetching: every page is rendered for its viewer and has no part that could be
 * fetched before, so Next would send 40 requests for a list and gain nothing. While the page loads, a bar is shown at
 * the top of the screen.
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
  // In <body>, because an ancestor of the link may clip or move it.
  return pending ? createPortal(<div aria-hidden="true" className="following" />, document.body) : null;
}
