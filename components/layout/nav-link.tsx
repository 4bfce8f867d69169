"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

interface Props {
  href: string;
  /** Marked on this very address only, not below it: for an area whose address others begin with. */
  exact?: boolean | undefined;
  /** Not marked at this address and below it. */
  except?: string | undefined;
  /** Overrides what the address says. */
  current?: boolean | undefined;
  title?: string | undefined;
  className?: string;
  children: ReactNode;
}

/** A link of the navigation, marked as current on its page. */
export function NavLink({ href, exact, except, current, title, className, children }: Props) {
  const pathname = usePathname();
  const isWithin = (address: string) => pathname === address || pathname.startsWith(`${address}/`);
  const isExcepted = except !== undefined && isWithin(except);
  const here = current ?? (exact ? pathname === href : isWithin(href) && !isExcepted);
  return (
    <Link href={href} title={title} aria-current={here ? "page" : undefined} className={className}>
      {children}
    </Link>
  );
}
