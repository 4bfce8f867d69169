import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { NewResourceForm } from "@/components/site/library/staff/edit-forms";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { firstParameter } from "@/lib/kit/lists/address";
import { editsLibrary } from "@/lib/site/library/policy";
import { listLibraryProducts } from "@/lib/site/library/queries";
import { libraryDeskHref } from "@/lib/site/library/staff/schema";

export const metadata: Metadata = { title: "New resource" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewResourcePage({ searchParams }: Props) {
  const query = await searchParams;
  const known = await loadBrands();
  const { brand, products } = await asViewer("staff", async (context, { brand: here, viewer }) => {
    if (!editsLibrary(viewer)) forbidden();
    const brands = known.filter(({ key }) => viewer.brands.includes(key));
    const wanted = firstParameter(query, "brand") ?? here.key;
    const brand = brands.find(({ key }) => key === wanted) ?? (query.brand ? undefined : brands[0]);
    return { brand, products: brand ? await listLibraryProducts(context, brand.key) : [] };
  });
  if (!brand) notFound();
  return (
    <>
      <PageHeader
        back={{ href: libraryDeskHref(brand.key), label: "Resources" }}
        title="New resource"
        detail={`For clients of ${brand.name}. Files and links are added in the next step.`}
      />
      <div className="max-w-3xl">
        <NewResourceForm brand={brand.key} products={products} />
      </div>
    </>
  );
}
