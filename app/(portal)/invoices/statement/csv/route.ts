import { defineRoute } from "@/lib/gate/actions/route";
import { csvResponse } from "@/lib/kit/csv";
import { businessToday } from "@/lib/kit/time";
import { STATEMENT_CSV_HEADER, statementRows } from "@/lib/money/statements/csv/export";
import { readStatement } from "@/lib/money/statements/queries";
import { CSV_MOVEMENTS, tooManyMovements } from "@/lib/money/statements/rules";
import { parseStatementRequest } from "@/lib/money/statements/schema";
import { readsMoney } from "@/lib/people/companies/policy";

export const GET = defineRoute({
  name: "statement-csv",
  audience: "client",
  signedOut: "login",
  slots: "rendering",
  handle: async ({ brand, viewer, asViewer }, request) => {
    if (!readsMoney(viewer)) return null;
    const today = businessToday(brand.zone);
    const period = parseStatementRequest(Object.fromEntries(new URL(request.url).searchParams), today);
    const statement = await asViewer("read", (context) =>
      readStatement(context, period, { today, currency: brand.currency, limit: CSV_MOVEMENTS }),
    );
    if (statement.count > CSV_MOVEMENTS) {
      return new Response(tooManyMovements("A CSV", CSV_MOVEMENTS, statement.count), { status: 413 });
    }
    const name = `Statement ${period.from} to ${period.to} ${statement.currency}`;
    return csvResponse(name, STATEMENT_CSV_HEADER, statementRows(statement));
  },
});
