import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/text-link";
import type { HomePage } from "@/lib/gate/brand/types";
import { Section } from "./section";
import { Way } from "./way";

interface Props {
  home: HomePage;
  upgradeHref: string;
  /** How else people reach the firm. */
  ways: ReactNode;
  /** The form for new contacts. */
  children: ReactNode;
}

/** The form for new contacts beside other ways to reach the firm, **Upgrade** among them. */
export function Connect({ home, upgradeHref, ways, children }: Props) {
  return (
    <Section raised id="connect" title={home.connectTitle} lead={home.connectText}>
      <div className="grid gap-x-16 gap-y-12 lg:grid-cols-[7fr_5fr]">
        <div className="relative min-w-0 max-w-reading">{children}</div>
        <div className="grid content-start self-start divide-y divide-line border-y border-line">
          {ways}
          <Way title="Upgrades">
            <span className="text-muted wrap-anywhere">{home.upgradeText}</span>
            <TextLink href={upgradeHref} className="justify-self-start font-semibold">
              {home.upgradeLabel}
            </TextLink>
          </Way>
        </div>
      </div>
    </Section>
  );
}
