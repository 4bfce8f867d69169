import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { EditedTable } from "@/components/site/library/staff/edited-table";
import { DeadLinks } from "@/components/site/versions/staff/dead-links";
import { ButtonLink } from "@/components/ui/button";
import { Chip, ChipRow, ChoiceChips } from "@/components/ui/chip";
import { FilterBar } from "@/components/ui/filter-bar";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { firstParameter } from "@/lib/kit/lists/address";
import { cleanQuery } from "@/lib/kit/lists/search";
import { together } from "@/lib/kit/together";
import { routes } from "@/lib/routes";
import { editsLibrary } from "@/lib/site/library/policy";
import { STATE_LABELS } from "@/lib/site/library/rules";
import { listForEditors } from "@/lib/site/library/staff/queries";
import { EDITOR_STATES, libraryDeskHref } from "@/lib/site/library/staff/schema";
import { listDeadLinks } from "@/lib/site/versions/queries";

export const metadata: Metadata = { title: "Resources" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The library of each brand that marketing or an administrator works for. */
export default async function StaffResourcesPage({ searchParams }: Props) {
  const query = await searchParams;
  const state = EDITOR_STATES.find((one) => one === firstParameter(query, "state")) ?? null;
  const q = cleanQuery(firstParameter(query, "q") ?? "");
  const known = await loadBrands();
  const { brands, brand, rows, deadLinks } = await asViewer(
    "staff",
    async (context, { brand: here, signedIn, viewer }) => {
      if (!editsLibrary(viewer)) forbidden();
      const brands = known.filter(({ key }) => viewer.brands.includes(key));
      const wanted = firstParameter(query, "brand") ?? here.key;
      const brand = brands.find(({ key }) => key === wanted) ?? (query.brand ? undefined : brands[0]);
      if (!brand) notFound();
      const local = { zone: signedIn.account.timeZone ?? brand.zone };
      return {
        ...{ brands, brand },
        ...(await together({
          rows: listForEditors(context, { brand: brand.key, state, q }),
          deadLinks: listDeadLinks(context, { brand: brand.key, kind: "resources" }, local),
        })),
      };
    },
  );
  const states = [[null, "All"] as const, ...EDITOR_STATES.map((one) => [one, STATE_LABELS[one]] as const)];
  return (
    <>
      <PageHeader
        title="Resources"
        detail={`What ${brand.name} keeps for its clients to read.`}
        action={
          <ButtonLink variant="primary" href={`${routes.staffResourcesNew}?brand=${brand.key}`}>
            New resource
          </ButtonLink>
        }
      />
      {brands.length > 1 && (
        <div className="mb-4">
          <ChipRow label="Brands">
            {brands.map(({ key, shortName }) => (
              <Chip key={key} href={libraryDeskHref(key)} selected={key === brand.key}>
                {shortName}
              </Chip>
            ))}
          </ChipRow>
        </div>
      )}
      {deadLinks.length > 0 && (
        <div className="mb-4">
          <DeadLinks links={deadLinks} />
        </div>
      )}
      <FilterBar
        label="Resources"
        href={libraryDeskHref(brand.key, state, q)}
        clearHref={libraryDeskHref(brand.key, state)}
        search={{ id: "library-search", placeholder: "Words of a title or a document", className: "basis-full" }}
        className="flex flex-wrap md:grid md:grid-cols-[minmax(0,1fr)_auto]"
      >
        <ChoiceChips
          label="States"
          choices={states}
          chosen={state}
          href={(one) => libraryDeskHref(brand.key, one, q)}
        />
      </FilterBar>
      <Panel flush>
        <EditedTable rows={rows} zone={brand.zone} isNarrowed={state !== null || q !== ""} />
      </Panel>
    </>
  );
}
