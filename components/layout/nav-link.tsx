"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

interface Props {
  href: string;
  /** Current only on the very address, not below it: for an area whose address starts the others'. */
  exact?: boolean | undefined;
  /** Overrules what the address says. */
  current?: boolean | undefined;
  title?: string | undefined;
  className?: string;
  children: ReactNode;
}

/** A link of the navigation that knows whether one is there. */
export function NavLink({ href, exact, current, title, className, children }: Props) {
  const pathname = usePathname();
  const here = current ?? (pathname === href || (!exact && pathname.startsWith(`${href}/`)));
  return (
    <Link href={href} title={title} aria-current={here ? "page" : undefined} className={className}>
      {children}
    </Link>
  );
}
