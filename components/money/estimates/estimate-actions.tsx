import { Download, ExternalLink } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { routes } from "@/lib/routes";

/* Both are plain anchors: a link of the framework would fetch ahead, and a look ahead is no opening. */

/** The referrer is kept back, so that the other portal learns nothing about the viewer. */
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
