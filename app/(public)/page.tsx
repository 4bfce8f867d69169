import type { Metadata } from "next";
import { v7 as uuidv7 } from "uuid";
import { ConnectForm } from "@/components/people/connect/connect-form";
import { Connect } from "@/components/site/home-page/connect";
import { Hero } from "@/components/site/home-page/hero";
import { Offer } from "@/components/site/home-page/offer";
import { Questions } from "@/components/site/home-page/questions";
import { Why } from "@/components/site/home-page/why";
import { issueFormToken } from "@/lib/gate/bot-check";
import { requireBrand } from "@/lib/gate/brand/current";

export async function generateMetadata(): Promise<Metadata> {
  const brand = await requireBrand();
  return { description: brand.home.lead };
}

export default async function HomePage() {
  const brand = await requireBrand();
  const formId = uuidv7();
  return (
    <>
      <Hero brand={brand} />
      <Offer brand={brand} />
      <Why brand={brand} />
      <Connect brand={brand}>
        <ConnectForm formId={formId} issued={issueFormToken(brand.key, formId)} />
      </Connect>
      <Questions brand={brand} />
    </>
  );
}
