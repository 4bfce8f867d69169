import { defineRoute } from "@/lib/actions/route";
import { readsMoney } from "@/lib/companies/policy";
import { renderPdf } from "@/lib/pdf/render";
import { pdfResponse } from "@/lib/pdf/response";
import { statementDocument } from "@/lib/statements/pdf";
import { readStatement } from "@/lib/statements/queries";
import { PDF_MOVEMENTS, tooManyMovements } from "@/lib/statements/rules";
import { parseStatementRequest } from "@/lib/statements/schema";
import { businessToday } from "@/lib/time";

export const GET = defineRoute({
  name: "statement-pdf",
  audience: "client",
  signedOut: "login",
  gate: "rendering",
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
