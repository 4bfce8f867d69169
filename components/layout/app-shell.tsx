import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import type { Brand } from "@/lib/gate/brand/types";
import { type Account, AccountMenu } from "./account-menu";
import { type Area, AreaBar, AreaRail } from "./areas";
import { Wordmark } from "./brand-mark";
import { RailToggle } from "./rail-toggle";
import { SkipLink } from "./skip-link";

const railCookie = "portal-rail";

interface Props {
  brand: Pick<Brand, "name" | "theme">;
  /** In order; on phones the first four that are not `aside` are in the bottom bar. */
  areas: readonly Area[];
  /** Address of the area to mark; found from the page's address when left out. */
  active?: string;
  account: Account;
  logOutAction: (form: FormData) => Promise<void>;
  side: "client" | "staff";
  /** Between the brand and the account: search, state of the chat, notices. */
  tools?: ReactNode;
  /** Further lines of the account menu. */
  accountLinks?: ReactNode;
  children: ReactNode;
}

/**
 * The frame of everything behind sign-in: rail and top bar from 1024 px, title bar and bottom bar below. Holds the
 * page's one <main>; content is 1200 px wide at most.
 */
export async function AppShell({
  brand,
  areas,
  active,
  account,
  logOutAction,
  side,
  tools,
  accountLinks,
  children,
}: Props) {
  const collapsed = (await cookies()).get(railCookie)?.value === "1";
  return (
    <div className="flex min-h-dvh flex-col [--table-top:3.5rem]">
      <SkipLink />
      <header className="no-print sticky top-0 z-20 flex h-14 flex-none items-center gap-3 border-b border-line bg-surface px-4 lg:px-5">
        <Link href={areas[0]?.href ?? "/"} className="flex min-h-11 min-w-0 items-center no-underline">
          <Wordmark brand={brand} {...(side === "client" ? { detail: "Client Portal" } : {})} />
        </Link>
        {side === "staff" && (
          <span className="flex-none rounded-sm border border-line bg-sunken px-1.5 text-xs font-semibold text-muted">
            Staff
          </span>
        )}
        <div className="ml-auto flex min-w-0 flex-none items-center sm:gap-2">
          {tools}
          <AccountMenu account={account} logOutAction={logOutAction}>
            {accountLinks}
          </AccountMenu>
        </div>
      </header>
      <div className="flex flex-1">
        <div
          id="rail"
          data-rail={collapsed ? "collapsed" : "open"}
          className="no-print hidden w-56 flex-none border-r border-line bg-surface data-[rail=collapsed]:w-14.5 lg:block"
        >
          <div className="sticky top-14 flex h-[calc(100dvh-3.5rem)] flex-col justify-between gap-6 overflow-y-auto px-2 py-3">
            <AreaRail areas={areas} active={active} />
            <RailToggle cookie={railCookie} collapsed={collapsed} />
          </div>
        </div>
        <main
          id="content"
          tabIndex={-1}
          className="min-w-0 flex-1 px-4 pt-6 pb-20 outline-none sm:px-6 lg:px-8 lg:pt-8 lg:pb-16 print:p-0"
        >
          <div className="mx-auto max-w-content">{children}</div>
        </main>
      </div>
      <AreaBar areas={areas} active={active} />
    </div>
  );
}
