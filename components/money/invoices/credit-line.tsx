import { Fragment } from "react";
import { Money } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import type { Money as MoneyValue } from "@/lib/kit/money";
import { routes } from "@/lib/routes";

/**
 * `Credit available $1,200.00`: what is left of payments and credit notes, with a link to where it is used. Nothing for
 * 0.
 */
export function CreditLine({ credit, code }: { credit: readonly MoneyValue[]; code: boolean }) {
  if (credit.length === 0) return null;
  return (
    <>
      <TextLink href={routes.credits}>Credit available</TextLink>{" "}
      {credit.map((amount, index) => (
        <Fragment key={amount.currency}>
          {index > 0 && ", "}
          <Money value={amount} code={code} className="font-semibold text-ink" />
        </Fragment>
      ))}
    </>
  );
}
