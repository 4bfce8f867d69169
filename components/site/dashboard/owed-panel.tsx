import clsx from "clsx";
import type { ReactNode } from "react";
import { CreditLine } from "@/components/money/invoices/credit-line";
import { ButtonLink } from "@/components/ui/button";
import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { TextLink } from "@/components/ui/text-link";
import { formatMoney, type Money as MoneyValue, money } from "@/lib/kit/money";
import { AGEING_WORDS, type Ageing, type AgeingBucket, ageingOf } from "@/lib/money/invoices/ageing/rules";
import { invoicesWithStatusHref } from "@/lib/money/invoices/schema";
import { MOST_INVOICES } from "@/lib/money/payments/checkout/rules";
import { routes } from "@/lib/routes";
import type { AccountBalance, DashboardMoney } from "@/lib/site/dashboard/queries";

interface Props {
  data: DashboardMoney;
  brandCurrency: string;
  /** `YYYY-MM-DD` in the brand's zone. */
  today: string;
  code: boolean;
  /** **Pay** is offered to the viewer. */
  pays: boolean;
}

/** What the company owes: for each currency balance, overdue and age, and the way to pay what is overdue. */
export function OwedPanel({ data, brandCurrency, today, code, pays }: Props) {
  const none: AccountBalance = {
    open: money(0, brandCurrency),
    openCount: 0,
    overdue: money(0, brandCurrency),
    overdueCount: 0,
    overdueNumbers: [],
    processing: money(0, brandCurrency),
    nextDue: null,
    ageing: ageingOf([], today, brandCurrency),
  };
  const balances = data.balances.length > 0 ? data.balances : [none];
  return (
    <Panel title="What you owe" action={<TextLink href={routes.statement}>Statement of account</TextLink>}>
      <div className="grid gap-4">
        {balances.map((balance) => (
          <div key={balance.open.currency} className="grid gap-3">
            <Figures balance={balance} code={code} />
            {pays && balance.overdueCount > 0 && <PayOverdue balance={balance} code={code} />}
            {balance.openCount > 0 && <Age ageing={balance.ageing} code={code} />}
            <Notes balance={balance} code={code} />
          </div>
        ))}
        {data.credit.usable.length + data.credit.notes.length > 0 && (
          <p className="-mt-2 text-sm text-muted">
            <CreditLine credit={data.credit} code={code} />
          </p>
        )}
      </div>
    </Panel>
  );
}

/** One payment takes so many invoices; where more are overdue, they are chosen in the list. */
function PayOverdue({
  balance: { overdue, overdueCount, overdueNumbers },
  code,
}: {
  balance: AccountBalance;
  code: boolean;
}) {
  const isOne = overdueNumbers.length === overdueCount && overdueCount <= MOST_INVOICES;
  return (
    <ButtonLink
      href={isOne ? routes.pay(overdueNumbers) : invoicesWithStatusHref("overdue")}
      variant="primary"
      className="justify-self-start"
    >
      Pay overdue {formatMoney(overdue, { code })}
    </ButtonLink>
  );
}

function Figures({ balance, code }: { balance: AccountBalance; code: boolean }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6">
      <Figure term="Balance" value={balance.open} code={code}>
        {balance.openCount === 0 ? (
          "Nothing is open"
        ) : (
          <TextLink href={invoicesWithStatusHref("open")}>{counted(balance.openCount, "open invoice")}</TextLink>
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
    </dl>
  );
}

/** What is on its way, and the next day on which something is due. */
function Notes({ balance: { processing, nextDue }, code }: { balance: AccountBalance; code: boolean }) {
  if (processing.minor === 0 && !nextDue) return null;
  return (
    <p className="text-sm text-muted">
      {nextDue && (
        <>
          Next due: <Money value={nextDue.amount} code={code} className="text-ink" /> on <Day value={nextDue.on} />,{" "}
          {nextDue.count === 1 ? (
            <TextLink href={routes.invoice(nextDue.number)} className="tabular">
              {nextDue.number}
            </TextLink>
          ) : (
            counted(nextDue.count, "invoice")
          )}
          .
        </>
      )}{" "}
      {processing.minor > 0 && (
        <>
          On its way: <Money value={processing} code={code} className="text-ink" />.
        </>
      )}
    </p>
  );
}

/** The colour of a part in the bar, and of its dot. */
const FILLS: Readonly<Record<AgeingBucket, readonly [bar: string, dot: string]>> = {
  current: ["fill-control", "bg-control"],
  to30: ["fill-warning-mark", "bg-warning-mark"],
  to60: ["fill-warning-mark opacity-70", "bg-warning-mark opacity-70"],
  to90: ["fill-danger-mark opacity-70", "bg-danger-mark opacity-70"],
  over90: ["fill-danger-mark", "bg-danger-mark"],
};

/** The open amount by age: one bar, and the figures of its parts. Parts without an amount are left out. */
function Age({ ageing, code }: { ageing: Ageing; code: boolean }) {
  const parts = ageing.lines.filter(({ count }) => count > 0);
  return (
    <div className="grid gap-2 border-t border-line pt-3">
      <Bar parts={parts} total={ageing.total.minor} />
      <table className="w-full text-sm [&_td]:py-px [&_th]:py-px sm:[&_td]:py-0.5">
        <caption className="sr-only">Open invoices by days past due, {ageing.total.currency}</caption>
        <tbody>
          {parts.map(({ bucket, amount, count }) => (
            <tr key={bucket}>
              <th scope="row" className="text-left font-normal">
                <span className="flex items-center gap-2">
                  <span aria-hidden className={clsx("forced-border size-2 flex-none rounded-full", FILLS[bucket][1])} />
                  {AGEING_WORDS[bucket]}
                </span>
              </th>
              <td className="tabular pl-2 text-right text-muted">{count.toLocaleString("en-US")}</td>
              <td className="pl-4 text-right">
                <Money value={amount} code={code} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The width of the bar's drawing, and the gap between its parts. */
const WIDTH = 1000;
const GAP = 4;

/** The figures beside it say the same. */
function Bar({ parts, total }: { parts: Ageing["lines"]; total: number }) {
  let from = 0;
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${WIDTH} 8`} preserveAspectRatio="none" className="h-2 w-full rounded-sm">
      {parts.map(({ bucket, amount }) => {
        const width = (amount.minor / Math.max(total, 1)) * WIDTH;
        const x = from;
        from += width;
        return <rect key={bucket} x={x} width={Math.max(width - GAP, GAP)} height={8} className={FILLS[bucket][0]} />;
      })}
    </svg>
  );
}

interface FigureProps {
  term: string;
  value: MoneyValue;
  code: boolean;
  alarming?: boolean;
  children: ReactNode;
}

function Figure({ term, value, code, alarming, children }: FigureProps) {
  return (
    <div className="grid content-start">
      <dt className="text-sm text-muted">{alarming ? <StatusDot tone="danger">{term}</StatusDot> : term}</dt>
      <dd className="grid">
        {/* The code is small and may go under the amount: two amounts with their codes have no room side by side. */}
        <span className="flex flex-wrap items-baseline gap-x-1.5">
          <span className="text-lg font-semibold tracking-[-0.015em] sm:text-xl">
            <Money value={value} />
          </span>{" "}
          {code && <span className="text-sm text-muted">{value.currency}</span>}
        </span>
        <span className="text-sm text-muted">{children}</span>
      </dd>
    </div>
  );
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
