import { Fragment } from "react";
import { Money } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import type { Money as MoneyValue } from "@/lib/kit/money";
import type { CreditParts } from "@/lib/money/invoices/credit/queries";
import { routes } from "@/lib/routes";

/**
 * `Credit to use $1,200.00  Credit notes that wait $250.00`: what the company uses by itself, apart from what accounts
 * receivable applies, with a link to both. Nothing without any.
 */
export function CreditLine({ credit: { usable, notes }, code }: { credit: CreditParts; code: boolean }) {
  const parts = [
    ["Credit to use", usable],
    ["Credit notes that wait", notes],
  ] as const;
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      {parts
        .filter(([, amounts]) => amounts.length > 0)
        .map(([words, amounts]) => (
          <span key={words}>
            <TextLink href={routes.credits}>{words}</TextLink> <Amounts of={amounts} code={code} />
          </span>
        ))}
    </span>
  );
}

function Amounts({ of, code }: { of: readonly MoneyValue[]; code: boolean }) {
  return of.map((amount, index) => (
    <Fragment key={amount.currency}>
      {index > 0 && ", "}
      <Money value={amount} code={code} className="font-semibold text-ink" />
    </Fragment>
  ));
}
