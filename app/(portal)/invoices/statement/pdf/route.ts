import { defineRoute } from "@/lib/gate/actions/route";
import { businessToday } from "@/lib/kit/time";
import { statementDocument } from "@/lib/money/statements/pdf/export";
import { readStatement } from "@/lib/money/statements/queries";
import { PDF_MOVEMENTS, tooManyMovements } from "@/lib/money/statements/rules";
import { parseStatementRequest } from "@/lib/money/statements/schema";
import { renderPdf } from "@/lib/pdf/render";
import { pdfResponse } from "@/lib/pdf/response";
import { readsMoney } from "@/lib/people/companies/policy";

export const GET = defineRoute({
  name: "statement-pdf",
  audience: "client",
  signedOut: "login",
  slots: "rendering",
  handle: async ({ brand, viewer, asViewer }, request) => {
    if (!readsMoney(viewer)) return null;
    const today = businessToday(brand.zone);
    const period = parseStatementRequest(Object.fromEntries(new URL(request.url).searchParams), today);
    const statement = await asViewer("read", (context) =>
      readStatement(context, period, { today, currency: brand.currency, limit: PDF_MOVEMENTS }),
    );
    if (statement.count > PDF_MOVEMENTS) {
      return new Response(tooManyMovements("A PDF", PDF_MOVEMENTS, statement.count), { status: 413 });
    }
    const bytes = await renderPdf(statementDocument(brand, statement, today));
    return pdfResponse(`Statement ${period.from} to ${period.to} ${statement.currency}`, bytes);
  },
});
