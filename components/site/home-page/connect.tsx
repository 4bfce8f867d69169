import type { ReactNode } from "react";
import { OpenState } from "@/components/site/hours/open-state";
import { TextLink } from "@/components/ui/text-link";
import type { Brand } from "@/lib/gate/brand/types";
import { describeHours } from "@/lib/kit/open-words";
import { Section } from "./section";

/** The form for new contacts (`children`) beside other ways to reach the firm. */
export function Connect({ brand, children }: { brand: Brand; children: ReactNode }) {
  return (
    <Section raised id="connect" title={brand.home.connectTitle} lead={brand.home.connectText}>
      <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[7fr_5fr]">
        <div className="relative min-w-0 max-w-reading">{children}</div>
        <div className="grid content-start self-start divide-y divide-line border-y border-line">
          <Way title="Portal support" state={<OpenState brand={brand} kind="portal_support" />}>
            <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>
            <span className="text-muted">{describeHours(brand.supportCalendar)}</span>
          </Way>
          <Way title="Chat with Technical Support" state={<OpenState brand={brand} kind="chat" />}>
            <span className="text-muted">{describeHours(brand.chatCalendar)}</span>
            <span className="text-muted">For clients, once signed in.</span>
          </Way>
          <Way title="Upgrades">
            <span className="text-muted">{brand.home.upgradeText}</span>
            <TextLink href={brand.home.upgradeUrl} className="justify-self-start font-semibold">
              {brand.home.upgradeLabel}
            </TextLink>
          </Way>
        </div>
      </div>
    </Section>
  );
}

function Way({ title, state, children }: { title: string; state?: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-2 py-5 text-sm">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h3 className="text-base font-semibold">{title}</h3>
        {state}
      </div>
      {children}
    </div>
  );
}
