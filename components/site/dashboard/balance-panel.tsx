import type { ReactNode } from "react";
import { CreditLine } from "@/components/money/invoices/credit-line";
import { AgeingTable } from "@/components/money/statements/ageing-table";
import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import type { Money as MoneyValue } from "@/lib/kit/money";
import { money } from "@/lib/kit/money";
import { ageingOf } from "@/lib/money/invoices/ageing/rules";
import { invoicesWithStatusHref } from "@/lib/money/invoices/schema";
import { routes } from "@/lib/routes";
import type { AccountBalance, DashboardMoney } from "@/lib/site/dashboard/queries";

interface Props {
  data: Pick<DashboardMoney, "balances" | "credit">;
  brandCurrency: string;
  /** `YYYY-MM-DD` in the brand's zone. */
  today: string;
  code: boolean;
}

/**
 * What the company owes: for each currency a row of figures, each linking to the list that it sums up, and the open
 * invoices by age.
 */
export function BalancePanel({ data, brandCurrency, today, code }: Props) {
  const none: AccountBalance = {
    open: money(0, brandCurrency),
    openCount: 0,
    overdue: money(0, brandCurrency),
    overdueCount: 0,
    processing: money(0, brandCurrency),
    nextDue: null,
    ageing: ageingOf([], today, brandCurrency),
  };
  const balances = data.balances.length > 0 ? data.balances : [none];
  return (
    <Panel title="What you owe" action={<TextLink href={routes.statement}>Statement of account</TextLink>}>
      <div className="grid gap-5">
        {balances.map((balance) => (
          <div key={balance.open.currency} className="grid gap-5">
            <Figures balance={balance} code={code} />
            {balance.openCount > 0 && <ByAge balance={balance} code={code} />}
          </div>
        ))}
        {data.credit.length > 0 && (
          <p className="border-t border-line pt-3 text-sm text-muted">
            <CreditLine credit={data.credit} code={code} />
          </p>
        )}
      </div>
    </Panel>
  );
}

function ByAge({ balance, code }: { balance: AccountBalance; code: boolean }) {
  const { ageing, overdue } = balance;
  const pastDue = ageing.total.minor - (ageing.lines.find(({ bucket }) => bucket === "current")?.amount.minor ?? 0);
  const held = money(pastDue - overdue.minor, overdue.currency);
  return (
    <div className="border-t border-line pt-3">
      <AgeingTable ageing={ageing} caption={`Open invoices by days past due, ${overdue.currency}`} code={code} />
      {held.minor > 0 && (
        <p className="mt-2 text-sm text-muted">
          <Money value={held} code={code} /> of what is past due is on its way, in dispute or was refunded, and is not
          counted as overdue.
        </p>
      )}
    </div>
  );
}

function Figures({ balance, code }: { balance: AccountBalance; code: boolean }) {
  const { nextDue } = balance;
  return (
    <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-3">
      <Figure term="Balance" value={balance.open} code={code}>
        {balance.openCount === 0 ? (
          "Nothing is open"
        ) : (
          <TextLink href={invoicesWithStatusHref("open")}>{counted(balance.openCount, "open invoice")}</TextLink>
        )}
        {balance.processing.minor > 0 && (
          <span className="block">
            <Money value={balance.processing} code={code} /> on its way
          </span>
        )}
      </Figure>
      <Figure term="Overdue" value={balance.overdue} code={code} alarming={balance.overdueCount > 0}>
        {balance.overdueCount === 0 ? (
          "Nothing is overdue"
        ) : (
          <TextLink href={invoicesWithStatusHref("overdue")}>
            {counted(balance.overdueCount, "overdue invoice")}
          </TextLink>
        )}
      </Figure>
      <Figure term="Next due" value={nextDue?.amount ?? null} code={code}>
        {nextDue ? (
          <>
            <Day value={nextDue.on} />,{" "}
            {nextDue.count === 1 ? (
              <TextLink href={routes.invoice(nextDue.number)} className="tabular">
                {nextDue.number}
              </TextLink>
            ) : (
              counted(nextDue.count, "invoice")
            )}
          </>
        ) : (
          "Nothing is coming due"
        )}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  term: string;
  value: MoneyValue | null;
  code: boolean;
  alarming?: boolean;
  children: ReactNode;
}

function Figure({ term, value, code, alarming, children }: FigureProps) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="text-sm text-muted">{alarming ? <StatusDot tone="danger">{term}</StatusDot> : term}</dt>
      <dd className="grid gap-0.5">
        <span className="text-xl font-semibold tracking-[-0.015em]">
          {value ? <Money value={value} code={code} /> : <span className="text-muted">–</span>}
        </span>
        <span className="text-sm text-muted">{children}</span>
      </dd>
    </div>
  );
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
