import { defineRoute } from "@/lib/gate/actions/route";
import { checkDocumentNumber } from "@/lib/kit/document-number";
import { businessToday } from "@/lib/kit/time";
import { estimatePdf } from "@/lib/money/estimates/export";
import { findEstimate } from "@/lib/money/estimates/queries";
import { renderPdf } from "@/lib/pdf/render";
import { pdfResponse } from "@/lib/pdf/response";

/** An estimate as PDF. */
export const GET = defineRoute<"client", { number: string }>({
  name: "estimates.pdf",
  audience: "client",
  signedOut: "login",
  slots: "rendering",
  handle: async ({ brand, asViewer }, _request, params) => {
    const number = checkDocumentNumber(params.number);
    const today = businessToday(brand.zone);
    const estimate =
      number && (await asViewer("read", (context) => findEstimate(context, { brand: brand.key, number }, today)));
    if (!estimate) return null;
    return pdfResponse(`Estimate ${estimate.number}`, await renderPdf(estimatePdf(estimate, brand, today)));
  },
});
