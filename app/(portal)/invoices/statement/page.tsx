import { Download } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { needsCode } from "@/components/money/invoices/mixed";
import { StatementPeriodForm } from "@/components/money/statements/period-form";
import { StatementMovements } from "@/components/money/statements/statement-movements";
import { StatementAgeing, StatementFigures, StatementTieOut } from "@/components/money/statements/statement-sums";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { PrintButton } from "@/components/ui/print-button";
import { TextLink } from "@/components/ui/text-link";
import { asViewer } from "@/lib/gate/actions/context";
import { businessToday, formatDay } from "@/lib/kit/time";
import { readStatement } from "@/lib/money/statements/queries";
import { PAGE_MOVEMENTS, PDF_MOVEMENTS } from "@/lib/money/statements/rules";
import { parseStatementRequest, statementHref } from "@/lib/money/statements/schema";
import { readsMoney } from "@/lib/people/companies/policy";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Statement of account" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StatementPage({ searchParams }: Props) {
  const raw = await searchParams;
  const { brand, today, request, statement } = await asViewer("client", async (context, { brand, viewer }) => {
    if (!readsMoney(viewer)) notFound();
    const today = businessToday(brand.zone);
    const request = parseStatementRequest(raw, today);
    const frame = { today, currency: brand.currency, limit: PAGE_MOVEMENTS };
    return { brand, today, request, statement: await readStatement(context, request, frame) };
  });
  const { currency, currencies, companyName, count } = statement;
  const code = needsCode([statement.closing], brand.currency) || currencies.length > 1;
  const back = { href: routes.invoices, label: "Invoices" };
  if (currencies.length === 0) {
    return (
      <>
        <PageHeader back={back} title="Statement of account" />
        <Panel flush>
          <EmptyState title="Your statement will be here">
            Nothing has been invoiced or paid yet. If you expect something, write to{" "}
            <TextLink href={`mailto:${brand.supportMailbox}`}>{brand.supportMailbox}</TextLink>.
          </EmptyState>
        </Panel>
      </>
    );
  }
  return (
    <>
      <p className="mb-4 hidden text-lg font-semibold print:block">{brand.name}</p>
      <PageHeader
        back={back}
        title="Statement of account"
        detail={[companyName, `${formatDay(request.from)} to ${formatDay(request.to)}`].filter(Boolean).join(" · ")}
        tools={
          <>
            {count <= PDF_MOVEMENTS && (
              <a href={statementHref(request, "statementPdf")} className={buttonClass("tool")}>
                <Download aria-hidden size={16} />
                Download PDF
              </a>
            )}
            <a href={statementHref(request, "statementCsv")} className={buttonClass("tool")}>
              <Download aria-hidden size={16} />
              Download CSV
            </a>
            <PrintButton />
          </>
        }
      />
      <StatementPeriodForm request={request} currency={currency} currencies={currencies} today={today} />
      {count > PDF_MOVEMENTS && (
        <p className="no-print mb-4 text-sm text-muted">
          A PDF holds {PDF_MOVEMENTS.toLocaleString("en-US")} movements, and this period has{" "}
          {count.toLocaleString("en-US")}. Choose a shorter period, or take the CSV.
        </p>
      )}
      <div className="grid min-w-0 gap-6">
        <StatementFigures statement={statement} code={code} />
        <div className="grid min-w-0 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
          <StatementAgeing statement={statement} code={code} />
          <StatementTieOut statement={statement} code={code} />
        </div>
        <StatementMovements statement={statement} code={code} />
      </div>
    </>
  );
}
