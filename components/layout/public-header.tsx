import { buttonClass } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import type { Brand } from "@/lib/gate/brand/types";
import { routes } from "@/lib/routes";
import { Wordmark } from "./brand-mark";
import { SkipLink } from "./skip-link";

/** Header of the public pages: brand at the left, Login at the right. */
export function PublicHeader({ brand }: { brand: Pick<Brand, "name" | "theme"> }) {
  return (
    <>
      <SkipLink />
      <header className="no-print sticky top-0 z-20 border-b border-line bg-canvas">
        <div className="mx-auto flex h-16 max-w-[80rem] items-center gap-2 px-4 sm:px-8">
          <Link href={routes.home} className="flex min-h-11 min-w-0 items-center no-underline">
            <Wordmark brand={brand} detail="Client Portal" />
          </Link>
          <nav aria-label="Main" className="ml-auto flex flex-none items-center gap-1 sm:gap-2">
            <Link href={routes.faq} className={buttonClass("quiet", "medium", "max-sm:px-2.5")}>
              FAQ
            </Link>
            <Link href={routes.login} className={buttonClass("primary", "medium", "max-sm:px-3")}>
              Login
            </Link>
          </nav>
        </div>
      </header>
    </>
  );
}
