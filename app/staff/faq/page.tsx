import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { FaqOutline } from "@/components/site/faq/staff/outline";
import { PublishPanel } from "@/components/site/faq/staff/publish-panel";
import { DeadLinks } from "@/components/site/versions/staff/dead-links";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Chip, ChipRow } from "@/components/ui/chip";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { firstParameter } from "@/lib/kit/lists/address";
import { together } from "@/lib/kit/together";
import { routes } from "@/lib/routes";
import { readFaqDesk } from "@/lib/site/faq/staff/queries";
import { FAQ_NOTES, type FaqNote, faqDeskHref } from "@/lib/site/faq/staff/schema";
import { editsContent } from "@/lib/site/versions/policy";
import { listDeadLinks } from "@/lib/site/versions/queries";

export const metadata: Metadata = { title: "FAQ" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const NOTES: Readonly<Record<FaqNote, string>> = {
  saved: "Saved in the draft. Publish it when it is ready.",
  published: "Published. It is out now.",
  scheduled: "Scheduled. It comes out by itself; until then it can be taken back.",
  restored: "Brought back. It is out now.",
  undone: "Undone.",
};

/** The FAQ of each brand that marketing or an administrator works for. */
export default async function StaffFaqPage({ searchParams }: Props) {
  const query = await searchParams;
  const known = await loadBrands();
  const { brands, brand, desk, deadLinks } = await asViewer("staff", async (context, { brand: here, viewer }) => {
    if (!editsContent(viewer)) forbidden();
    const brands = known.filter(({ key }) => viewer.brands.includes(key));
    const wanted = firstParameter(query, "brand") ?? here.key;
    const brand = brands.find(({ key }) => key === wanted) ?? (query.brand ? undefined : brands[0]);
    if (!brand) notFound();
    return together({
      ...{ brands, brand, desk: readFaqDesk(context, brand.key) },
      deadLinks: listDeadLinks(context, { brand: brand.key, kind: "faq" }, brand),
    });
  });
  const note = FAQ_NOTES.find((word) => word === firstParameter(query, "note"));
  return (
    <>
      <PageHeader
        title="FAQ"
        detail={`What ${brand.name} answers before anybody asks.`}
        action={<ButtonLink href={routes.staffFaqFeedback(brand.key)}>What people say</ButtonLink>}
      />
      {brands.length > 1 && (
        <div className="mb-4">
          <ChipRow label="Brands">
            {brands.map(({ key, shortName }) => (
              <Chip key={key} href={faqDeskHref(key)} selected={key === brand.key}>
                {shortName}
              </Chip>
            ))}
          </ChipRow>
        </div>
      )}
      <div className="grid grid-cols-1 gap-6">
        {note && (
          <Callout tone="success" role="status">
            {NOTES[note]}
          </Callout>
        )}
        <DeadLinks links={deadLinks} />
        <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <FaqOutline brand={brand.key} seen={desk.seen} document={desk.document} />
          <PublishPanel brand={brand.key} desk={desk} zone={brand.zone} />
        </div>
      </div>
    </>
  );
}
