import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button";
import { Link } from "@/components/ui/link";

interface Props {
  href: string;
  /** What is edited, read to screen readers after the link's text. */
  of?: string;
  children: ReactNode;
}

/** Opens something for editing, on the same page. */
export function EditLink({ href, of, children }: Props) {
  return (
    <Link href={href} className={buttonClass("secondary", "small")}>
      {children}
      {of && <span className="sr-only"> {of}</span>}
    </Link>
  );
}

export function CancelLink({ href }: { href: string }) {
  return (
    <Link href={href} className={buttonClass("quiet", "medium")}>
      Cancel
    </Link>
  );
}
