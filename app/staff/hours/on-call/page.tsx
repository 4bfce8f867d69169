import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { PeoplePanel } from "@/components/people/on-call/staff/people-panel";
import { RotaForm } from "@/components/people/on-call/staff/rota-form";
import { StepsPanel } from "@/components/people/on-call/staff/steps-panel";
import { WeeksPanel } from "@/components/people/on-call/staff/weeks-panel";
import { Callout } from "@/components/ui/callout";
import { Chip, ChipRow } from "@/components/ui/chip";
import { PageHeader } from "@/components/ui/page-header";
import { env } from "@/lib/env";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { firstParameter } from "@/lib/kit/lists/address";
import { editsOnCall } from "@/lib/people/on-call/policy";
import { readOnCallDesk } from "@/lib/people/on-call/queries";
import { ON_CALL_NOTES, type OnCallNote, onCallHref } from "@/lib/people/on-call/schema";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "On call" };

const NOTES: Readonly<Record<OnCallNote, string>> = {
  saved: "Saved.",
  added: "Added.",
  removed: "Removed.",
  moved: "Moved.",
};

/** Where administrators say who is called outside chat hours, for each brand that they work for. */
export default async function OnCallPage({ searchParams }: PageProps<"/staff/hours/on-call">) {
  const query = await searchParams;
  const known = await loadBrands();
  const { brands, brand, desk } = await asViewer("staff", async (context, { brand: here, viewer }) => {
    if (!editsOnCall(viewer)) forbidden();
    const brands = known.filter(({ key }) => viewer.brands.includes(key));
    const wanted = firstParameter(query, "brand") ?? here.key;
    const brand = brands.find(({ key }) => key === wanted) ?? (query.brand ? undefined : brands[0]);
    return { brands, brand, desk: brand && (await readOnCallDesk(context, brand.key)) };
  });
  if (!brand || !desk) notFound();
  const note = ON_CALL_NOTES.find((word) => word === firstParameter(query, "note"));
  const { rota } = desk;
  return (
    <>
      <PageHeader
        back={{ href: routes.staffHours, label: "Hours" }}
        title="On call"
        detail={`Who of ${brand.name} is called when production is stopped outside chat hours.`}
      />
      {brands.length > 1 && (
        <div className="mb-6">
          <ChipRow label="Brands">
            {brands.map(({ key, shortName }) => (
              <Chip key={key} href={onCallHref(key)} selected={key === brand.key}>
                {shortName}
              </Chip>
            ))}
          </ChipRow>
        </div>
      )}
      <div className="grid gap-6">
        {note && (
          <Callout tone="success" role="status">
            {NOTES[note]}
          </Callout>
        )}
        {!rota && (
          <Callout tone="warning" title="There is no rota yet">
            Until the number is saved, production stopped outside chat hours calls all administrators, and no client
            sees a number.
          </Callout>
        )}
        <div className="grid items-start gap-6 xl:grid-cols-2">
          <RotaForm brand={brand.key} desk={desk} />
          {rota && (
            <>
              <PeoplePanel brand={brand.key} desk={desk} rota={rota} />
              <StepsPanel brand={brand.key} rota={rota} hasPager={env().pagers[brand.key] !== undefined} />
              <WeeksPanel brand={brand.key} desk={desk} rota={rota} />
            </>
          )}
        </div>
      </div>
    </>
  );
}
