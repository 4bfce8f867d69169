import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { FindOtherCase } from "@/components/threads/cases/staff/find-other-case";
import { GoesOn } from "@/components/threads/cases/staff/goes-on";
import { MergeCase } from "@/components/threads/cases/staff/merge-case";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { worksCases } from "@/lib/gate/rights";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { firstParameter } from "@/lib/kit/lists/address";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { readMergePreview } from "@/lib/threads/cases/staff/merges/queries";
import { parseInto } from "@/lib/threads/cases/staff/merges/schema";
import { LOOKED_WITH } from "@/lib/threads/looks/rules";

// Without the number: the title is sent with a 404 too, and must not tell whether the case exists.
export const metadata: Metadata = { title: "Merge a case" };

/** The preview of a merge of two cases. The other case is named by its number in the address. */
export default async function MergeCasePage({ params, searchParams }: PageProps<"/staff/cases/[number]/merge">) {
  const number = parseDocumentNumber((await params).number);
  const typed = (firstParameter(await searchParams, "into") ?? "").slice(0, 40);
  const { preview, viewer } = await asViewer("staff", async (context, { viewer }) => {
    if (!worksCases(viewer)) forbidden();
    if (!number) notFound();
    return { viewer, preview: await readMergePreview(context, number, parseInto(typed)) };
  });
  if (!preview) notFound();
  const { from, into, survivor } = preview;
  await recordLooks(viewer, preview, LOOKED_WITH.case);
  return (
    <>
      <PageHeader
        back={{ href: routes.staffCase(from.number), label: from.number }}
        title="Merge into another case"
        detail={<span className="wrap-anywhere">{from.subject}</span>}
      />
      <div className="grid max-w-160 gap-5">
        {survivor ? (
          <GoesOn number={survivor} />
        ) : from.isClosed ? (
          <Callout title={`${from.number} is closed`}>A closed case is not merged. Open it again first.</Callout>
        ) : (
          <>
            <FindOtherCase preview={preview} typed={typed} />
            {into && <MergeCase preview={{ ...preview, into }} />}
          </>
        )}
      </div>
    </>
  );
}
