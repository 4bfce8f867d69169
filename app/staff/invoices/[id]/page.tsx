import type { Metadata } from "next";
import { forbidden, notFound } from "next/navigation";
import { DocumentFacts } from "@/components/money/invoices/document-facts";
import { DocumentLines } from "@/components/money/invoices/document-lines";
import { needsCode } from "@/components/money/invoices/mixed";
import { Settlements } from "@/components/money/invoices/settlements";
import { RecordHistory } from "@/components/site/audit/staff/record-history";
import { WriteFirst } from "@/components/threads/staff/begin/write-first";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { brandByKey } from "@/lib/gate/brand/load";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { findStaffInvoice } from "@/lib/money/invoices/staff/queries";
import { readsMoney } from "@/lib/people/companies/policy";
import { parseClientId } from "@/lib/people/companies/staff/schema";
import { recordLooks } from "@/lib/people/looks/service";
import { routes } from "@/lib/routes";
import { readHistory } from "@/lib/site/audit/queries";

// Without the number: the title is sent with a 404 too, and must not tell whether the document exists.
export const metadata: Metadata = { title: "Invoice" };

interface Props {
  params: Promise<{ id: string }>;
}

/** An invoice or credit note as its client sees it, with links for staff and nothing to pay. */
export default async function StaffInvoicePage({ params }: Props) {
  const id = parseClientId((await params).id);
  const { viewer, found, history, zone } = await asViewer("staff", async (context, { viewer, brand, signedIn }) => {
    if (!readsMoney(viewer)) forbidden();
    if (!id) notFound();
    return together({
      viewer,
      found: findStaffInvoice(context, id, async (brand) => businessToday((await brandByKey(brand)).zone)),
      history: readHistory(context, { kind: "invoice", id }),
      zone: signedIn.account.timeZone ?? brand.zone,
    });
  });
  if (!id || !found) notFound();
  await recordLooks(viewer, found, ["money"]);
  const { document, companyId } = found;
  const brand = await brandByKey(found.brand);
  const code = needsCode([document.total], brand.currency);
  return (
    <>
      <PageHeader
        back={{ href: routes.staffCompany(companyId), label: document.companyName }}
        title={`${document.kind === "credit_note" ? "Credit note" : "Invoice"} ${document.number}`}
        detail={brand.name}
        tools={<WriteFirst viewer={viewer} of={{ company: companyId, invoice: id }} />}
      />
      <div className="grid gap-6">
        <DocumentFacts
          document={document}
          code={code}
          company={<TextLink href={routes.staffCompany(companyId)}>{document.companyName}</TextLink>}
        />
        <DocumentLines document={document} code={code} />
        <Settlements
          document={document}
          code={code}
          hrefOf={({ documentId, paymentId }) => {
            if (documentId) return routes.staffInvoice(documentId);
            return paymentId && routes.staffPayment(paymentId);
          }}
        />
        <RecordHistory
          history={history}
          zone={zone}
          unrecorded="Changes that come from the ERP have no line here. This page shows the document as the last import left it."
        />
      </div>
    </>
  );
}
