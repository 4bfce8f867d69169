import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { DeskBar } from "@/components/site/library/staff/desk-bar";
import { EditedTable } from "@/components/site/library/staff/edited-table";
import { DeadLinks } from "@/components/site/versions/staff/dead-links";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { RESOURCE_AUDIENCES, RESOURCE_KINDS } from "@/db/schema/resource-constants";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { firstParameter } from "@/lib/kit/lists/address";
import { onlyPage } from "@/lib/kit/lists/page";
import { cleanQuery } from "@/lib/kit/lists/search";
import { together } from "@/lib/kit/together";
import { editsLibrary } from "@/lib/site/library/policy";
import { listForEditors } from "@/lib/site/library/staff/queries";
import { EDITOR_STATES, libraryDeskHref, MOST_LISTED } from "@/lib/site/library/staff/schema";
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
  const narrowed = {
    kind: RESOURCE_KINDS.find((one) => one === firstParameter(query, "kind")) ?? null,
    audience: RESOURCE_AUDIENCES.find((one) => one === firstParameter(query, "audience")) ?? null,
  };
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
          rows: listForEditors(context, { brand: brand.key, state, q, ...narrowed }),
          deadLinks: listDeadLinks(context, { brand: brand.key, kind: "resources" }, local),
        })),
      };
    },
  );
  const list = onlyPage(rows, MOST_LISTED);
  const href = libraryDeskHref(brand.key, state, q, narrowed);
  return (
    <ListPage
      list={list}
      href={() => href}
      bar={
        <>
          <DeskBar brands={brands} brand={brand} href={href} />
          <DeadLinks links={deadLinks} folded />
        </>
      }
      empty={
        <ListEmpty
          thing="resource"
          href={href}
          bare={libraryDeskHref(brand.key)}
          searched="Search looks through titles, summaries and the words of documents."
          nothing="Create the first one: it is a draft until you publish it."
        />
      }
    >
      <EditedTable rows={list.rows} zone={brand.zone} />
    </ListPage>
  );
}
