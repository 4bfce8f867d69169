import type { Metadata } from "next";
import { v7 as uuidv7 } from "uuid";
import { Connect } from "@/components/home/connect";
import { ConnectForm } from "@/components/home/connect-form";
import { Hero } from "@/components/home/hero";
import { Offer } from "@/components/home/offer";
import { Questions } from "@/components/home/questions";
import { Why } from "@/components/home/why";
import { requireBrand } from "@/lib/brand/current";
import { issueFormToken } from "@/lib/connect/bot-check";

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
