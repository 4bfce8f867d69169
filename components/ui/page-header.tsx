import clsx from "clsx";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

interface Props {
  title: ReactNode;
  /** One line under the title. */
  detail?: ReactNode;
  /** Link to the parent page, such as `{ href: "/invoices", label: "Invoices" }`. */
  back?: { href: string; label: string };
  /** The main action. */
  action?: ReactNode;
  /** Further actions: buttons of the variant "tool". */
  tools?: ReactNode;
  /** On phones, puts the tools on the line of the back link; for one short tool. */
  toolsBesideBack?: boolean;
}

/** Header of a page with its one h1. */
export function PageHeader({ title, detail, back, action, tools, toolsBesideBack }: Props) {
  return (
    <header className={clsx("mb-6 grid gap-2", toolsBesideBack && "max-sm:grid-cols-[minmax(0,1fr)_auto]")}>
      {back && (
        <Link
          href={back.href}
          className="no-print -ml-1 inline-flex min-h-11 items-center gap-1 justify-self-start text-sm text-muted no-underline hover:text-ink lg:min-h-6"
        >
          <ChevronLeft aria-hidden size={16} />
          {back.label}
        </Link>
      )}
      <div
        className={clsx(
          "flex flex-wrap items-end justify-between gap-x-6 gap-y-3",
          toolsBesideBack && "max-sm:contents",
        )}
      >
        {/* On wide screens a long title wraps beside the actions, which stay on its line. */}
        <div className={clsx("grid min-w-0 gap-1 lg:flex-[1_1_28rem]", toolsBesideBack && "max-sm:col-span-full")}>
          <h1 className="text-xl font-semibold tracking-[-0.015em]">{title}</h1>
          {detail && <p className="text-sm text-muted">{detail}</p>}
        </div>
        {(action || tools) && (
          <div
            className={clsx(
              "no-print flex flex-wrap gap-2",
              toolsBesideBack && "max-sm:col-start-2 max-sm:row-start-1 max-sm:items-center",
            )}
          >
            {action}
            {tools && <div className="flex min-w-0 flex-wrap gap-2">{tools}</div>}
          </div>
        )}
      </div>
    </header>
  );
}
