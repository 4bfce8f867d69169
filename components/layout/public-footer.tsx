import { TextLink } from "@/components/ui/text-link";
import type { Brand } from "@/lib/gate/brand/types";
import { describeHours } from "@/lib/kit/open-words";
import { routes } from "@/lib/routes";
import { Wordmark } from "./brand-mark";
import { ThemeSwitch } from "./theme-switch";

export function PublicFooter({ brand }: { brand: Brand }) {
  return (
    <footer className="border-t border-line bg-surface">
      <div className="mx-auto flex max-w-[80rem] flex-wrap items-start justify-between gap-x-12 gap-y-6 px-4 py-10 text-sm sm:px-8">
        <Wordmark brand={brand} detail="Client Portal" />
        <div className="grid gap-1 text-muted">
          <p>
            Portal support: <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>
          </p>
          <p>{describeHours(brand.supportCalendar)}</p>
        </div>
        <div className="grid justify-items-start gap-3">
          <TextLink href={routes.faq}>FAQ guide</TextLink>
          <ThemeSwitch />
        </div>
      </div>
    </footer>
  );
}
