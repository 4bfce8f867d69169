import { defineRoute } from "@/lib/actions/route";
import { readsMoney } from "@/lib/companies/policy";
import { csvResponse } from "@/lib/csv";
import { STATEMENT_CSV_HEADER, statementRows } from "@/lib/statements/csv";
import { readStatement } from "@/lib/statements/queries";
import { CSV_MOVEMENTS, tooManyMovements } from "@/lib/statements/rules";
import { parseStatementRequest } from "@/lib/statements/schema";
import { businessToday } from "@/lib/time";

export const GET = defineRoute({
  name: "statement-csv",
  audience: "client",
  signedOut: "login",
  gate: "rendering",
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
