import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DocumentFacts } from "@/components/invoices/document-facts";
import { DocumentLines } from "@/components/invoices/document-lines";
import { needsCode } from "@/components/invoices/mixed";
import { PrintButton } from "@/components/invoices/print-button";
import { RemitToPanel } from "@/components/invoices/remit-to";
import { Settlements } from "@/components/invoices/settlements";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/actions/context";
import { findInvoice } from "@/lib/invoices/document-queries";
import { parseInvoiceNumber } from "@/lib/invoices/schema";
import { routes } from "@/lib/routes";
import { businessToday } from "@/lib/time";

// Without the number: the title goes out with a 404 too, and must not tell one missing page from another.
export const metadata: Metadata = { title: "Invoice" };

interface Props {
  params: Promise<{ number: string }>;
}

export default async function InvoicePage({ params }: Props) {
  const number = parseInvoiceNumber((await params).number);
  const { brand, document } = await asViewer("client", async (context, { brand }) => ({
    brand,
    document: number && (await findInvoice(context, { brand: brand.key, number }, businessToday(brand.zone))),
  }));
  if (!document) notFound();
  const code = needsCode([document.total], brand.currency);
  const isNote = document.kind === "credit_note";
  return (
    <>
      <p className="mb-4 hidden text-lg font-semibold print:block">{brand.name}</p>
      <PageHeader
        back={{ href: routes.invoices, label: "Invoices" }}
        title={`${isNote ? "Credit note" : "Invoice"} ${document.number}`}
        actions={<PrintButton />}
      />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-6">
          <DocumentFacts document={document} code={code} />
          <DocumentLines document={document} code={code} />
          <Settlements document={document} code={code} />
        </div>
        {!isNote && <RemitToPanel remitTo={brand.remitTo} number={document.number} />}
      </div>
    </>
  );
}
