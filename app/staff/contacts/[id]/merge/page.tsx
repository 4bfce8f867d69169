import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { v7 as uuidv7 } from "uuid";
import { MergeChoice } from "@/components/people/merges/staff/merge-choice";
import { MergePreview } from "@/components/people/merges/staff/merge-preview";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { firstParameter } from "@/lib/kit/lists/address";
import { parseClientId } from "@/lib/people/companies/staff/schema";
import { editsPeople } from "@/lib/people/edits/contacts/policy";
import { recordLooks } from "@/lib/people/looks/service";
import { readMergePage } from "@/lib/people/merges/queries";
import { routes } from "@/lib/routes";

// Without the name: the title is sent with a 404 too, and must not tell whether the contact exists.
export const metadata: Metadata = { title: "Merge contacts" };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function MergeContactPage({ params, searchParams }: Props) {
  const id = parseClientId((await params).id);
  const query = await searchParams;
  const find = firstParameter(query, "find")?.trim().slice(0, 254) ?? null;
  const keeps = firstParameter(query, "keep") === "other" ? "other" : "this";
  const { page, viewer } = await asViewer("staff", async (context, { viewer }) => {
    if (!editsPeople(viewer)) forbidden();
    if (!id) notFound();
    return { viewer, page: await readMergePage(context, "contact", id, { find, keeps }) };
  });
  if (!page) notFound();
  const { party, preview, refusal } = page;
  for (const { brand, companyId } of preview ? [preview.survivor, preview.merged] : [party]) {
    if (companyId) await recordLooks(viewer, { brand, companyId }, ["contacts"]);
  }
  const swap = new URLSearchParams({ find: find ?? "", keep: keeps === "this" ? "other" : "this" });
  return (
    <>
      <PageHeader
        back={{ href: routes.staffContactEdit(party.id), label: "Edit contact" }}
        title="Merge contacts"
        detail={party.name}
      />
      <div className="grid grid-cols-1 gap-6">
        <MergeChoice kind="contact" name={party.name} find={find} refusal={refusal} />
        {preview && (
          <MergePreview
            preview={preview}
            swapHref={`${routes.staffMerge("contact", party.id)}?${swap}`}
            formId={uuidv7()}
          />
        )}
      </div>
    </>
  );
}
