import type { Metadata } from "next";
import { v7 as uuidv7 } from "uuid";
import { ConnectForm } from "@/components/people/connect/connect-form";
import { Connect } from "@/components/site/home-page/connect";
import { Hero } from "@/components/site/home-page/hero";
import { Offer } from "@/components/site/home-page/offer";
import { Questions } from "@/components/site/home-page/questions";
import { Rooms } from "@/components/site/home-page/rooms";
import { Ways } from "@/components/site/home-page/ways";
import { Why } from "@/components/site/home-page/why";
import { issueFormToken } from "@/lib/gate/bot-check";
import { requireBrand } from "@/lib/gate/brand/current";
import { routes } from "@/lib/routes";
import { OPEN_GRAPH_SIZE } from "@/lib/site/brand-files/rules";
import { listFaqOfHomePage } from "@/lib/site/faq/queries";
import { highlightsOf } from "@/lib/site/faq/rules";
import { upgradeHref } from "@/lib/site/home-page/rules";

export async function generateMetadata(): Promise<Metadata> {
  const brand = await requireBrand();
  const title = `${brand.name} Client Portal`;
  return {
    description: brand.home.lead,
    alternates: { canonical: routes.home },
    openGraph: {
      type: "website",
      siteName: title,
      title,
      description: brand.home.lead,
      url: routes.home,
      locale: "en_US",
      images: [{ url: "/opengraph.png", ...OPEN_GRAPH_SIZE, alt: brand.name }],
    },
  };
}

export default async function HomePage() {
  const brand = await requireBrand();
  const formId = uuidv7();
  const questions = highlightsOf(await listFaqOfHomePage(brand.key), brand);
  const { home } = brand;
  const upgrade = upgradeHref(brand);
  return (
    <>
      <Hero brand={brand} home={home} upgradeHref={upgrade} />
      <Offer home={home}>
        <Rooms brand={brand} />
      </Offer>
      <Why home={home} />
      <Connect home={home} upgradeHref={upgrade} ways={<Ways brand={brand} />}>
        <ConnectForm formId={formId} issued={issueFormToken(brand.key, formId)} fields={home.connectFields} />
      </Connect>
      <Questions entries={questions} />
    </>
  );
}
