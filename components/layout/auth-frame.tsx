import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import type { Brand } from "@/lib/gate/brand/types";
import { routes } from "@/lib/routes";
import { Wordmark } from "./brand-mark";
import { ThemeSwitch } from "./theme-switch";

interface Props {
  brand: Brand;
  title: string;
  /** One or two sentences under the title. */
  lead?: ReactNode;
  /** Above everything: a notice of the brand. */
  notice?: ReactNode;
  /** Under the form's surface: a link or a word of help. */
  after?: ReactNode;
  children: ReactNode;
}

/** Layout of login, password reset and similar pages: one column with the page's one <main> and h1. */
export function AuthFrame({ brand, title, lead, notice, after, children }: Props) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-16 flex-none items-center px-4 sm:px-8">
        <Link href={routes.home} className="flex min-h-11 min-w-0 items-center no-underline">
          <Wordmark brand={brand} detail="Client Portal" />
        </Link>
      </header>
      {notice}
      <main
        id="content"
        tabIndex={-1}
        className="flex flex-1 flex-col px-4 pt-6 pb-16 outline-none sm:justify-center sm:pt-0 sm:pb-32"
      >
        <div className="mx-auto grid w-full max-w-form gap-6">
          <div className="grid gap-1.5">
            <h1 className="text-xl font-semibold tracking-[-0.015em]">{title}</h1>
            {lead && <div className="text-sm text-muted">{lead}</div>}
          </div>
          <div className="rounded-lg border border-line bg-surface p-5 sm:p-6">{children}</div>
          {after && <div className="grid gap-2 text-sm text-muted">{after}</div>}
        </div>
      </main>
      <footer className="flex flex-wrap items-center justify-center gap-x-6 gap-y-1 px-4 py-6 text-sm text-muted">
        <span>
          Portal support{" "}
          <a
            href={`mailto:${brand.supportMailbox}`}
            className="text-ink underline decoration-line underline-offset-4 hover:decoration-current"
          >
            {brand.supportMailbox}
          </a>
        </span>
        <ThemeSwitch />
      </footer>
    </div>
  );
}
