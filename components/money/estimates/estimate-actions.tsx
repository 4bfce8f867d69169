import { Download, ExternalLink } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { routes } from "@/lib/routes";

/* Both are anchors that the browser follows itself: one is a file, and opening a quotation is recorded. */

/** Sends no referrer, so that the Quotation Portal learns nothing about the viewer. */
export function QuotationLink({ number }: { number: string }) {
  return (
    <a href={routes.estimateQuotation(number)} rel="noreferrer" className={buttonClass("primary")}>
      <ExternalLink aria-hidden size={16} />
      Open in Quotation Portal
    </a>
  );
}

export function EstimatePdfLink({ number }: { number: string }) {
  return (
    <a href={routes.estimatePdf(number)} className={buttonClass("tool")}>
      <Download aria-hidden size={16} />
      Download PDF
    </a>
  );
}
