import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { HomePageEditForm } from "@/components/site/home-page/staff/edit-form";
import { HomePagePreview } from "@/components/site/home-page/staff/preview";
import { VersionList } from "@/components/site/home-page/staff/version-list";
import { Callout } from "@/components/ui/callout";
import { Chip, ChipRow } from "@/components/ui/chip";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { upgradeAddress } from "@/lib/gate/brand/upgrade";
import { firstParameter } from "@/lib/kit/lists/address";
import { DESK_NOTES, type DeskNote, homePageDeskHref } from "@/lib/site/home-page/desk/schema";
import { openDraft } from "@/lib/site/home-page/draft/service";
import { editsHomePage } from "@/lib/site/home-page/policy";
import { type HomePageText, readHomePageDesk } from "@/lib/site/home-page/queries";

export const metadata: Metadata = { title: "Home page" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where marketing writes its part of the home page, for each brand that they work for. */
export default async function StaffHomePagePage({ searchParams }: Props) {
  const query = await searchParams;
  const known = await loadBrands();
  const { viewer, brands, brand, desk } = await asViewer(
    "staff",
    async (context, { brand: here, signedIn, viewer }) => {
      if (!editsHomePage(viewer)) forbidden();
      const brands = known.filter(({ key }) => viewer.brands.includes(key));
      const wanted = firstParameter(query, "brand") ?? here.key;
      const brand = brands.find(({ key }) => key === wanted) ?? (query.brand ? undefined : brands[0]);
      const desk =
        brand && (await readHomePageDesk(context, brand.key, { zone: signedIn.account.timeZone ?? brand.zone }));
      return { viewer, brands, brand, desk };
    },
  );
  if (!brand || !desk) notFound();
  const sealed = firstParameter(query, "draft");
  const opened = openDraft(viewer.staffId, sealed);
  const draft = opened?.brand === brand.key ? opened : null;
  const note = DESK_NOTES.find((word) => word === firstParameter(query, "note"));
  return (
    <>
      <PageHeader
        title="Home page"
        detail={
          <>
            What <TextLink href={`${brand.origin}/`}>{brand.name}’s home page</TextLink> says about connecting and
            upgrading.
          </>
        }
      />
      {brands.length > 1 && (
        <div className="mb-6">
          <ChipRow label="Brands">
            {brands.map(({ key, shortName }) => (
              <Chip key={key} href={homePageDeskHref(key)} selected={key === brand.key}>
                {shortName}
              </Chip>
            ))}
          </ChipRow>
        </div>
      )}
      <div className="grid gap-6">
        {note && <DeskCallout note={note} by={desk.versions[0]?.by ?? null} />}
        {draft && <HomePagePreview brand={brand} text={asPublished(draft, desk.hosts)} />}
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <Panel>
            <HomePageEditForm
              key={`${brand.key} ${desk.seen} ${sealed}`}
              brand={brand.key}
              seen={draft ? (draft.seen ?? null) : desk.seen}
              text={draft ?? desk.current}
              hosts={desk.hosts}
              isPreviewed={draft !== null}
            />
          </Panel>
          <VersionList brand={brand.key} versions={desk.versions} />
        </div>
      </div>
    </>
  );
}

/** The text as it would be stored: its address normalised as a browser parses it. */
function asPublished({ connectTitle, connectText, upgradeLabel, upgradeUrl }: HomePageText, hosts: readonly string[]) {
  return { connectTitle, connectText, upgradeLabel, upgradeUrl: upgradeAddress(upgradeUrl, hosts) ?? upgradeUrl };
}

function DeskCallout({ note, by }: { note: DeskNote; by: string | null }) {
  if (note === "newer") {
    return (
      <Callout tone="warning" role="status" title="Not published yet">
        {by ?? "A colleague"} has published another version meanwhile: it stands first under Versions. What you typed is
        kept. If it shall take that version’s place, publish it now.
      </Callout>
    );
  }
  return (
    <Callout tone="success" role="status">
      {note === "published" ? "Published." : "Brought back."} The home page shows it within 10 seconds.
    </Callout>
  );
}
