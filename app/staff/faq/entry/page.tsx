import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { FaqAnswer } from "@/components/site/faq/faq-answer";
import { EntryForm } from "@/components/site/faq/staff/entry-form";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { asViewer } from "@/lib/gate/actions/context";
import { loadBrands } from "@/lib/gate/brand/load";
import { firstParameter } from "@/lib/kit/lists/address";
import { findEntry } from "@/lib/site/faq/document/rules";
import { entryOf } from "@/lib/site/faq/rules";
import { readFaqDesk } from "@/lib/site/faq/staff/queries";
import { faqDeskHref } from "@/lib/site/faq/staff/schema";
import { editsContent } from "@/lib/site/versions/policy";

export const metadata: Metadata = { title: "Question" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** One entry as it is in the draft, or a new one for a group. */
export default async function StaffFaqEntryPage({ searchParams }: Props) {
  const query = await searchParams;
  const known = await loadBrands();
  const { brand, desk } = await asViewer("staff", async (context, { brand: here, viewer }) => {
    if (!editsContent(viewer)) forbidden();
    const wanted = firstParameter(query, "brand") ?? here.key;
    const brand = known.find(({ key }) => key === wanted && viewer.brands.includes(key));
    if (!brand) notFound();
    return { brand, desk: await readFaqDesk(context, brand.key) };
  });
  const { document, seen } = desk;
  const name = firstParameter(query, "entry");
  const found = name === null ? null : findEntry(document, name);
  if (name !== null && !found) notFound();
  const group = found?.group ?? firstParameter(query, "group") ?? document.groups[0]?.id;
  if (!group || !document.groups.some(({ id }) => id === group)) notFound();
  return (
    <>
      <PageHeader
        back={{ href: faqDeskHref(brand.key), label: "FAQ" }}
        title={found ? "Edit question" : "New question"}
        detail={brand.name}
      />
      <div className="grid grid-cols-1 gap-6">
        <EntryForm brand={brand.key} seen={seen} groups={document.groups} group={group} entry={found?.entry ?? null} />
        {found && (
          <Panel title="As it is saved, with the brand’s facts">
            <div className="grid gap-3">
              <h3 className="font-semibold wrap-anywhere">{entryOf(rowOf(found.entry), brand).question}</h3>
              <FaqAnswer blocks={entryOf(rowOf(found.entry), brand).answer} />
            </div>
          </Panel>
        )}
      </div>
    </>
  );
}

const rowOf = ({ id, ...entry }: { id: string; question: string; answer: string }) => ({ anchor: id, ...entry });
