import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { DaysOff } from "@/components/site/hours/staff/days-off";
import { HoursPreview } from "@/components/site/hours/staff/preview";
import { Proposals } from "@/components/site/hours/staff/proposals";
import { WeekForm } from "@/components/site/hours/staff/week-form";
import { Callout } from "@/components/ui/callout";
import { Chip, ChipRow } from "@/components/ui/chip";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { firstParameter } from "@/lib/kit/lists/address";
import { onCallHref } from "@/lib/people/on-call/schema";
import { editsHours } from "@/lib/site/hours/policy";
import { readHoursDesk } from "@/lib/site/hours/queries";
import { HOURS_NOTES, type HoursNote, hoursDeskHref } from "@/lib/site/hours/schema";

export const metadata: Metadata = { title: "Hours" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const NOTES: Readonly<Record<HoursNote, string>> = {
  saved: "Saved.",
  added: "Added.",
  removed: "Removed.",
  taken: "Taken.",
};

/** Where administrators say when chat and portal support are open, for each brand that they work for. */
export default async function StaffHoursPage({ searchParams }: Props) {
  const query = await searchParams;
  const known = await loadBrands();
  const { brands, brand, desk } = await asViewer("staff", async (context, { brand: here, viewer }) => {
    if (!editsHours(viewer)) forbidden();
    const brands = known.filter(({ key }) => viewer.brands.includes(key));
    const wanted = firstParameter(query, "brand") ?? here.key;
    const brand = brands.find(({ key }) => key === wanted) ?? (query.brand ? undefined : brands[0]);
    return { brands, brand, desk: brand && (await readHoursDesk(context, brand.key)) };
  });
  if (!brand || !desk) notFound();
  const note = HOURS_NOTES.find((word) => word === firstParameter(query, "note"));
  return (
    <>
      <PageHeader
        title="Hours"
        detail={`When ${brand.name} is there for clients. Answers are promised within these hours; a change never moves a promise that was given.`}
      />
      <p className="mb-6 text-sm">
        <TextLink href={onCallHref(brand.key)}>On call</TextLink>: who is called when production is stopped outside chat
        hours.
      </p>
      {brands.length > 1 && (
        <div className="mb-6">
          <ChipRow label="Brands">
            {brands.map(({ key, shortName }) => (
              <Chip key={key} href={hoursDeskHref(key)} selected={key === brand.key}>
                {shortName}
              </Chip>
            ))}
          </ChipRow>
        </div>
      )}
      <div className="grid gap-6">
        {note && (
          <Callout tone="success" role="status">
            {NOTES[note]} Clients read it within 10 seconds.
          </Callout>
        )}
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <WeekForm
            brand={brand.key}
            kind="chat"
            title="Chat with Technical Support"
            use="Answers to cases are promised in these hours."
            calendar={desk.calendars.chat}
          />
          <WeekForm
            brand={brand.key}
            kind="portal_support"
            title="Portal support"
            use="Answers to requests are promised in these hours."
            calendar={desk.calendars.portal_support}
          />
          <DaysOff brand={brand.key} today={desk.today} daysOff={desk.daysOff} />
          <Proposals brand={brand.key} proposals={desk.proposals} />
        </div>
        <HoursPreview today={desk.today} calendars={desk.calendars} />
      </div>
    </>
  );
}
