import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  /** One line under the title. */
  detail?: ReactNode;
  /** The way up, such as `{ href: "/invoices", label: "Invoices" }`. */
  back?: { href: string; label: string };
  /** The main action. */
  action?: ReactNode;
  /** What else can be done here: buttons of the variant "tool". */
  tools?: ReactNode;
}

/** The page's one h1. */
export function PageHeader({ title, detail, back, action, tools }: Props) {
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
        {(action || tools) && (
          <div className="no-print flex flex-wrap gap-2">
            {action}
            {tools && <div className="flex flex-wrap gap-y-1 max-sm:-mx-2 sm:gap-2">{tools}</div>}
          </div>
        )}
      </div>
    </header>
  );
}
