import type { Metadata } from "next";
import { v7 as uuidv7 } from "uuid";
import { ConnectForm } from "@/components/people/connect/connect-form";
import { Section } from "@/components/site/home-page/section";
import { UpgradeLink } from "@/components/site/home-page/upgrade-link";
import { issueFormToken } from "@/lib/gate/bot-check";
import { requireBrand } from "@/lib/gate/brand/current";

export async function generateMetadata(): Promise<Metadata> {
  const { home } = await requireBrand();
  return { title: home.upgradeLabel, description: home.upgradeText };
}

/** **Upgrade** for visitors: the brand's short form, or where it has none, the way to the brand's own page. */
export default async function UpgradePage() {
  const brand = await requireBrand();
  const { home } = brand;
  const formId = uuidv7();
  return (
    <Section title={<span className="wrap-anywhere">{home.upgradeLabel}</span>} level={1} lead={home.upgradeText}>
      <div className="relative min-w-0 max-w-reading">
        {home.upgradeBy === "form" ? (
          <ConnectForm
            formId={formId}
            issued={issueFormToken(brand.key, formId)}
            fields={home.connectFields.includes("phone") ? ["phone", "need"] : ["need"]}
            upgradeAsk={home.upgradeAsk}
          />
        ) : (
          <UpgradeLink href={home.upgradeUrl} label={home.upgradeLabel} variant="primary" />
        )}
      </div>
    </Section>
  );
}
