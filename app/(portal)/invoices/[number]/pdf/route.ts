import { defineRoute } from "@/lib/gate/actions/route";
import { checkDocumentNumber } from "@/lib/kit/document-number";
import { businessToday } from "@/lib/kit/time";
import { documentTitle, invoicePdf } from "@/lib/money/invoices/document/export";
import { findInvoice } from "@/lib/money/invoices/document/queries";
import { renderPdf } from "@/lib/pdf/render";
import { pdfResponse } from "@/lib/pdf/response";

/** An invoice or credit note as PDF. */
export const GET = defineRoute<"client", { number: string }>({
  name: "invoices.pdf",
  audience: "client",
  signedOut: "login",
  slots: "rendering",
  handle: async ({ brand, asViewer }, _request, params) => {
    const number = checkDocumentNumber(params.number);
    const today = businessToday(brand.zone);
    const document =
      number && (await asViewer("read", (context) => findInvoice(context, { brand: brand.key, number }, today)));
    if (!document) return null;
    return pdfResponse(documentTitle(document), await renderPdf(invoicePdf(brand, document, today)));
  },
});
