import { defineRoute } from "@/lib/gate/actions/route";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { parsePaymentReference } from "@/lib/money/payments/checkout/schema";
import { receiptPdf, receiptTitle } from "@/lib/money/payments/detail/export";
import { findPayment } from "@/lib/money/payments/detail/queries";
import { moneyCame } from "@/lib/money/payments/rules";
import { renderPdf } from "@/lib/pdf/render";
import { pdfResponse } from "@/lib/pdf/response";
import { findCompany } from "@/lib/people/companies/queries";

/** The receipt of a payment as PDF; there is none before its money came. */
export const GET = defineRoute<"client", { reference: string }>({
  name: "payments.receipt",
  audience: "client",
  signedOut: "login",
  slots: "rendering",
  handle: async ({ brand, viewer, asViewer }, _request, params) => {
    const reference = parsePaymentReference(params.reference);
    if (!reference) return null;
    const { payment, company } = await asViewer("read", (context) =>
      together({
        payment: findPayment(context, { brand: brand.key, reference }),
        company: findCompany(context, viewer.companyId),
      }),
    );
    if (!payment || !moneyCame(payment.state)) return null;
    const sheet = receiptPdf(brand, payment, company?.name ?? "", businessToday(brand.zone));
    return pdfResponse(receiptTitle(payment), await renderPdf(sheet));
  },
});
