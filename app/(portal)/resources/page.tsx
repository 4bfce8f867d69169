import type { Metadata } from "next";
import { headers } from "next/headers";
import { FollowPanel } from "@/components/site/library/follow-panel";
import { ResourceFilterBar } from "@/components/site/library/resource-filters";
import { ResourceTable } from "@/components/site/library/resource-table";
import { ListEmpty } from "@/components/ui/list-empty";
import { ListPage } from "@/components/ui/list-page";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { clientAddress } from "@/lib/gate/auth/client-address";
import { together } from "@/lib/kit/together";
import { noteMissed } from "@/lib/site/faq/service";
import { listFollows, listLibraryProducts, listResources } from "@/lib/site/library/queries";
import { parseResourceFilters, resourcesHref } from "@/lib/site/library/schema";

export const metadata: Metadata = { title: "Resources" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Manuals, guides, release notes and downloads that this contact may see. */
export default async function ResourcesPage({ searchParams }: Props) {
  const filters = parseResourceFilters(await searchParams);
  const { brand, list, follows, products } = await asViewer("client", (context, { brand }) =>
    together({
      brand,
      list: listResources(context, filters),
      follows: listFollows(context),
      products: listLibraryProducts(context, brand.key),
    }),
  );
  const { q, kind, product } = filters;
  // Marketing learns what is looked for and not there; what a filter hides is no such thing.
  if (q && !kind && !product && list.count === 0) await noteMissed(brand.key, q, clientAddress(await headers()));
  const href = resourcesHref(filters);
  return (
    <>
      <PageHeader
        title="Resources"
        detail={`Manuals, guides and downloads of ${brand.shortName}, those for your products first.`}
      />
      <div className="grid gap-6">
        <div>
          <ListPage
            list={list}
            href={(cursor) => resourcesHref(filters, { cursor })}
            bar={<ResourceFilterBar filters={filters} list={list} />}
            empty={
              <ListEmpty
                thing="resource"
                href={href}
                searched="The search looks through titles, summaries and the text of PDF and Word documents."
                nothing="What is published for you will be listed here."
              />
            }
          >
            <ResourceTable rows={list.rows} filters={filters} zone={brand.zone} />
          </ListPage>
        </div>
        <FollowPanel products={products} follows={follows} list={href.split("?")[1] ?? ""} />
      </div>
    </>
  );
}
