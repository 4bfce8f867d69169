import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { Rooms } from "@/components/site/home-page/rooms";
import { FORM_LABEL, HomePageEditForm } from "@/components/site/home-page/staff/edit-form";
import { LivePreview } from "@/components/site/home-page/staff/live-preview";
import { PicturePanel } from "@/components/site/home-page/staff/picture-panel";
import { VersionList } from "@/components/site/home-page/staff/version-list";
import { Ways } from "@/components/site/home-page/ways";
import { DeadLinks } from "@/components/site/versions/staff/dead-links";
import { Callout } from "@/components/ui/callout";
import { Chip, ChipRow } from "@/components/ui/chip";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { portraitRefusal } from "@/lib/files/portrait";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { firstParameter } from "@/lib/kit/lists/address";
import { zoneName } from "@/lib/kit/time";
import { editsHomePage } from "@/lib/site/home-page/policy";
import { type HomePageDesk, readHomePageDesk } from "@/lib/site/home-page/queries";
import { DESK_NOTES, type DeskNote, homePageDeskHref } from "@/lib/site/home-page/schema";

export const metadata: Metadata = { title: "Home page" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Where marketing writes the home page, for each brand that they work for. */
export default async function StaffHomePagePage({ searchParams }: Props) {
  const query = await searchParams;
  const known = await loadBrands();
  const { brands, brand, desk } = await asViewer("staff", async (context, { brand: here, signedIn, viewer }) => {
    if (!editsHomePage(viewer)) forbidden();
    const brands = known.filter(({ key }) => viewer.brands.includes(key));
    const wanted = firstParameter(query, "brand") ?? here.key;
    const brand = brands.find(({ key }) => key === wanted) ?? (query.brand ? undefined : brands[0]);
    const local = { zone: signedIn.account.timeZone ?? brand?.zone ?? here.zone };
    return { brands, brand, desk: brand && (await readHomePageDesk(context, brand.key, local)) };
  });
  if (!brand || !desk) notFound();
  const note = DESK_NOTES.find((word) => word === firstParameter(query, "note"));
  const { seen, versions, pictures, content } = desk;
  return (
    <>
      <PageHeader
        title="Home page"
        detail={
          <>
            What <TextLink href={`${brand.origin}/`}>{brand.name}’s home page</TextLink> says.
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
        <DeskCallouts desk={desk} note={note} />
        <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
          <div className="grid gap-6">
            <Panel>
              <HomePageEditForm
                key={`${brand.key} ${seen}`}
                brand={brand.key}
                desk={desk}
                zone={zoneName(brand.zone)}
              />
            </Panel>
            <PicturePanel brand={brand.key} formId={uuidv7()} outcome={uploadOutcome(query, desk)} />
          </div>
          <div className="min-w-0 xl:sticky xl:top-20">
            <LivePreview
              key={`${brand.key} ${seen}`}
              form={FORM_LABEL}
              brand={{ name: brand.name, theme: brand.theme }}
              saved={content}
              pictures={pictures}
              rooms={<Rooms brand={brand} />}
              ways={<Ways brand={brand} />}
            />
          </div>
        </div>
        <VersionList brand={brand.key} seen={seen} versions={versions} />
      </div>
    </>
  );
}

const NOTES: Readonly<Record<DeskNote, string>> = {
  drafted: "Saved as a draft. Visitors do not see it.",
  published: "Published. The home page shows it within 10 seconds.",
  scheduled: "Scheduled. It comes out by itself; under Versions it can be taken back until then.",
  restored: "Brought back. The home page shows it within 10 seconds.",
  withdrawn: "Taken back. What is on the home page has not changed.",
};

function DeskCallouts({
  desk: { isDraft, versions, deadLinks },
  note,
}: {
  desk: HomePageDesk;
  note?: DeskNote | undefined;
}) {
  const draft = isDraft && !note ? versions.find(({ state }) => state === "draft") : undefined;
  const next = versions.findLast(({ state }) => state === "scheduled");
  return (
    <>
      {note && (
        <Callout tone="success" role="status">
          {NOTES[note]}
        </Callout>
      )}
      {draft && (
        <Callout>
          The form holds the draft that {draft.by ?? "a colleague"} saved on {draft.when}. It is not on the home page
          yet.
        </Callout>
      )}
      {next && note !== "scheduled" && (
        <Callout>
          {next.by ?? "A colleague"}’s version comes out on {next.when}, and then takes the place of whatever is out.
        </Callout>
      )}
      <DeadLinks links={deadLinks} />
    </>
  );
}

function uploadOutcome(query: Record<string, string | string[] | undefined>, { pictures }: HomePageDesk) {
  const word = firstParameter(query, "picture");
  if (word === null) return null;
  if (pictures.some(({ id }) => id === word)) {
    return { tone: "success", text: "The picture is here. Choose it under Hero, Picture." } as const;
  }
  const refusal = word === "used" ? "This picture could not be kept. Send it again." : portraitRefusal(word);
  return refusal === null ? null : ({ tone: "danger", text: refusal } as const);
}
