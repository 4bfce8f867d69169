import { CreditCard, FileText, MessageCircleQuestion } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DocumentFacts } from "@/components/money/invoices/document-facts";
import { DocumentLines } from "@/components/money/invoices/document-lines";
import { needsCode } from "@/components/money/invoices/mixed";
import { RemitToPanel } from "@/components/money/invoices/remit-to";
import { Settlements } from "@/components/money/invoices/settlements";
import { PaymentProgress } from "@/components/money/payments/checkout/payment-progress";
import { RequestsAboutPanel } from "@/components/threads/requests/requests-about";
import { ButtonLink, buttonClass } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { mayAsk } from "@/lib/gate/rights";
import { parseDocumentNumber } from "@/lib/kit/document-number";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { findInvoice } from "@/lib/money/invoices/document/queries";
import { isPayOffered, mayPay } from "@/lib/money/payments/checkout/policy";
import { takesPayments } from "@/lib/money/payments/stripe/clients";
import { routes } from "@/lib/routes";
import { requestsAbout } from "@/lib/threads/requests/list/queries";

// Without the number: the title is sent with a 404 too, and must not tell whether the document exists.
export const metadata: Metadata = { title: "Invoice" };

interface Props {
  params: Promise<{ number: string }>;
}

export default async function InvoicePage({ params }: Props) {
  const number = parseDocumentNumber((await params).number);
  const { brand, viewer, zone, document, asked } = await asViewer("client", async (context, entered) => {
    const { brand, viewer, signedIn } = entered;
    const zone = signedIn.account.timeZone ?? brand.zone;
    return together({
      ...{ brand, viewer, zone },
      document: number && findInvoice(context, { brand: brand.key, number }, businessToday(brand.zone)),
      asked: number ? requestsAbout(context, { invoiceNumber: number }, { zone }) : [],
    });
  });
  if (!document) notFound();
  const code = needsCode([document.total], brand.currency);
  const isPayable = document.payBlock === null;
  const isNote = document.kind === "credit_note";
  return (
    <>
      <p className="mb-4 hidden text-lg font-semibold print:block">{brand.name}</p>
      <PageHeader
        back={{ href: routes.invoices, label: "Invoices" }}
        title={`${isNote ? "Credit note" : "Invoice"} ${document.number}`}
        action={
          isPayable &&
          isPayOffered(viewer) && (
            <ButtonLink
              href={routes.pay([document.number])}
              variant="primary"
              icon={<CreditCard aria-hidden size={16} />}
            >
              Pay
            </ButtonLink>
          )
        }
        tools={
          <>
            {mayAsk(viewer) && (
              <ButtonLink
                href={routes.accountTeamNew({ kind: "invoice", invoice: document.number })}
                variant="tool"
                icon={<MessageCircleQuestion aria-hidden size={16} />}
              >
                Ask about this {isNote ? "credit note" : "invoice"}
              </ButtonLink>
            )}
            {/* A plain anchor: Next's link would prefetch the PDF. */}
            <a href={routes.invoicePdf(document.number)} className={buttonClass("tool")}>
              <FileText aria-hidden size={16} />
              Download PDF
            </a>
            <PrintButton />
          </>
        }
      />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-6">
          <PaymentProgress inProgress={document.inProgress} code={code} zone={zone} mayPay={mayPay(viewer)} />
          <DocumentFacts document={document} code={code} />
          {isPayable && takesPayments(brand.key) && !mayPay(viewer) && (
            <p className="no-print text-sm text-muted">
              You can read invoices here but not pay them. For the right to pay, write to{" "}
              <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>.
            </p>
          )}
          <DocumentLines document={document} code={code} />
          <Settlements document={document} code={code} />
          <RequestsAboutPanel title="What you asked about it" requests={asked} />
        </div>
        {!isNote && <RemitToPanel remitTo={brand.remitTo} number={document.number} />}
      </div>
    </>
  );
}
