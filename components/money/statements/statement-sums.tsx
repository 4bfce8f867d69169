import clsx from "clsx";
import type { ReactNode } from "react";
import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import type { Money as MoneyValue } from "@/lib/kit/money";
import type { Statement } from "@/lib/money/statements/rules";
import { tieOutSums } from "@/lib/money/statements/rules";
import { AgeingTable } from "./ageing-table";

interface Props {
  statement: Statement;
  code: boolean;
}

/** Opening balance, charges, payments with credits, and closing balance of the period. */
export function StatementFigures({ statement, code }: Props) {
  const { from, to, opening, charges, payments, closing } = statement;
  return (
    <Panel>
      <dl className="grid grid-cols-2 gap-x-8 gap-y-5 lg:grid-cols-4">
        <Figure term="Opening balance" value={opening} code={code}>
          Before <Day value={from} />
        </Figure>
        <Figure term="Charges" value={charges} code={code}>
          Invoices and refunds
        </Figure>
        <Figure term="Payments and credits" value={payments} code={code}>
          With credit notes and voids
        </Figure>
        <Figure term="Closing balance" value={closing} code={code}>
          {closing.minor < 0 ? "In your favor on " : "On "}
          <Day value={to} />
        </Figure>
      </dl>
    </Panel>
  );
}

function Figure({
  term,
  value,
  code,
  children,
}: {
  term: string;
  value: MoneyValue;
  code: boolean;
  children: ReactNode;
}) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="text-sm text-muted">{term}</dt>
      <dd className="grid gap-0.5">
        <span className="text-lg font-semibold tracking-[-0.015em] sm:text-xl">
          <Money value={value} code={code} />
        </span>
        <span className="text-sm text-muted">{children}</span>
      </dd>
    </div>
  );
}

/** What is open at the end of the period, by days past due. */
export function StatementAgeing({ statement, code }: Props) {
  return (
    <Panel
      className="break-inside-avoid"
      title={
        <>
          Open invoices on <Day value={statement.to} />, by age
        </>
      }
    >
      <AgeingTable
        ageing={statement.ageing}
        caption={`Open invoices by days past due, ${statement.currency}`}
        code={code}
        total
      />
    </Panel>
  );
}

/** Reconciles the closing balance with the open invoices. */
export function StatementTieOut({ statement, code }: Props) {
  const { closing, onItsWay } = statement;
  return (
    <Panel title="How this ties out" className="break-inside-avoid">
      <dl className="grid text-sm">
        {tieOutSums(statement).map(({ term, value }) => (
          <Line key={term} term={term} value={value} code={code} />
        ))}
        <Line term="Closing balance" value={closing} code={code} sum />
      </dl>
      {onItsWay.minor > 0 && (
        <p className="mt-2 text-sm text-muted">
          <Money value={onItsWay} code={code} /> is on its way by bank debit and counts once it has cleared.
        </p>
      )}
    </Panel>
  );
}

function Line({ term, value, code, sum }: { term: string; value: MoneyValue; code: boolean; sum?: boolean }) {
  return (
    <div
      className={clsx("flex items-baseline justify-between gap-6 py-2", sum && "border-t border-line font-semibold")}
    >
      <dt>{term}</dt>
      <dd>
        <Money value={value} code={code} />
      </dd>
    </div>
  );
}
