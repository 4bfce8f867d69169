import type { ReactNode } from "react";
import { ConnectForm } from "@/components/people/connect/connect-form";
import { Connect } from "@/components/site/home-page/connect";
import { Hero } from "@/components/site/home-page/hero";
import { NoticeBanner } from "@/components/site/home-page/notice-banner";
import { Offer } from "@/components/site/home-page/offer";
import { Why } from "@/components/site/home-page/why";
import type { Brand, HomePage } from "@/lib/gate/brand/types";
import { upgradeHref } from "@/lib/site/home-page/rules";

interface Props {
  brand: Pick<Brand, "name" | "theme">;
  home: HomePage;
  rooms: ReactNode;
  ways: ReactNode;
}

/** The blocks that editors write, in the home page's own components. Its form sends nothing. */
export function PageSketch({ brand, home, rooms, ways }: Props) {
  const upgrade = upgradeHref({ home });
  return (
    <>
      <NoticeBanner notice={home.notice} />
      <Hero brand={brand} home={home} upgradeHref={upgrade} isDraft />
      <Offer home={home}>{rooms}</Offer>
      <Why home={home} />
      <Connect home={home} upgradeHref={upgrade} ways={ways}>
        <ConnectForm formId="" issued="" fields={home.connectFields} />
      </Connect>
    </>
  );
}
