import { buttonClass } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import type { Brand, HomePage } from "@/lib/gate/brand/types";
import { routes } from "@/lib/routes";
import { HeroPicture } from "./hero-picture";
import { Scene } from "./scene";

interface Props {
  brand: Pick<Brand, "name" | "theme">;
  home: HomePage;
  upgradeHref: string;
  /** The page is a draft, whose picture visitors do not get yet. */
  isDraft?: boolean;
}

/** What the portal is and whom it is for, beside the brand's picture or drawing. */
export function Hero({ brand, home, upgradeHref, isDraft }: Props) {
  return (
    <section className="mx-auto grid max-w-[80rem] items-center gap-x-12 gap-y-10 px-4 pt-12 pb-14 sm:px-8 lg:grid-cols-[5fr_7fr] lg:pt-16 lg:pb-20">
      <div className="grid gap-6">
        <p className="text-sm font-semibold text-accent">{brand.name} Client Portal</p>
        <h1 className="wrap-anywhere text-display font-semibold tracking-[-0.025em]">{home.headline}</h1>
        <p className="max-w-[52ch] text-lg text-muted wrap-anywhere">{home.lead}</p>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3 pt-2">
          <a href="#connect" className={buttonClass("primary", "medium", "px-5")}>
            {home.connectTitle}
          </a>
          <TextLink href={upgradeHref} className="inline-flex min-h-11 items-center font-semibold">
            {home.upgradeLabel}
          </TextLink>
          <TextLink href={`${routes.faq}#first-sign-in`} className="inline-flex min-h-11 items-center text-sm">
            Your first time here? How to sign in
          </TextLink>
        </div>
      </div>
      {home.picture ? (
        <HeroPicture picture={home.picture} isDraft={isDraft ?? false} />
      ) : (
        <Scene name={brand.theme.scene} />
      )}
    </section>
  );
}
