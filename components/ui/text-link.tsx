import clsx from "clsx";
import type { ComponentProps } from "react";
import { Link } from "@/components/ui/link";

const look = "wrap-anywhere text-accent underline decoration-accent-line underline-offset-4 hover:decoration-current";

/** A link in running text. Addresses of other sites and mail addresses become plain anchors. */
export function TextLink({ href, className, children, ...rest }: Omit<ComponentProps<"a">, "href"> & { href: string }) {
  if (!href.startsWith("/")) {
    return (
      <a href={href} className={clsx(look, className)} {...rest}>
        {children}
      </a>
    );
  }
  return (
    <Link href={href} className={clsx(look, className)} {...rest}>
      {children}
    </Link>
  );
}
