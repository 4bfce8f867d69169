import { Fragment } from "react";
import { Money } from "@/components/ui/facts";
import type { Money as MoneyValue } from "@/lib/money";

/** `Credit available $1,200.00`: what payments and credit notes have left to use. Nothing where there is none. */
export function CreditLine({ credit, code }: { credit: readonly MoneyValue[]; code: boolean }) {
  if (credit.length === 0) return null;
  return (
    <>
      Credit available{" "}
      {credit.map((amount, index) => (
        <Fragment key={amount.currency}>
          {index > 0 && ", "}
          <Money value={amount} code={code} className="font-semibold text-ink" />
        </Fragment>
      ))}
    </>
  );
}
