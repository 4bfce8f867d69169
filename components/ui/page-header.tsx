import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  /** One line under the title. */
  detail?: ReactNode;
  /** The way up, such as `{ href: "/invoices", label: "Invoices" }`. */
  back?: { href: string; label: string };
  actions?: ReactNode;
}

/** The page's one h1. */
export function PageHeader({ title, detail, back, actions }: Props) {
  return (
    <header className="mb-6 grid gap-2">
      {back && (
        <Link
          href={back.href}
          className="no-print -ml-1 inline-flex min-h-11 items-center gap-1 justify-self-start text-sm text-muted no-underline hover:text-ink lg:min-h-6"
        >
          <ChevronLeft aria-hidden size={16} />
          {back.label}
        </Link>
      )}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <h1 className="text-xl font-semibold tracking-[-0.015em]">{title}</h1>
          {detail && <p className="text-sm text-muted">{detail}</p>}
        </div>
        {actions && <div className="no-print flex flex-wrap gap-2">{actions}</div>}
      </div>
    </header>
  );
}
