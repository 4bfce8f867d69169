import { Fragment } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import type { Money as MoneyValue } from "@/lib/kit/money";
import type { CreditParts } from "@/lib/money/invoices/credit/queries";
import { routes } from "@/lib/routes";

/** On **Pay**: credit that can be used before money is sent, and credit notes that others apply. Nothing without any. */
export function CreditOffer({ credit: { usable, notes }, code }: { credit: CreditParts; code: boolean }) {
  if (usable.length + notes.length === 0) return null;
  return (
    <Panel>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 text-sm">
        <div className="grid gap-1">
          {usable.length > 0 && (
            <p>
              <span className="font-semibold">
                Credit to use: <Amounts of={usable} code={code} />
              </span>{" "}
              <span className="text-muted">It lowers what you have to pay.</span>
            </p>
          )}
          {notes.length > 0 && (
            <p className="text-muted">
              Credit notes that wait: <Amounts of={notes} code={code} />. Accounts receivable applies them.
            </p>
          )}
        </div>
        <ButtonLink href={routes.credits} size="small">
          {usable.length > 0 ? "Use credit" : "See credit notes"}
        </ButtonLink>
      </div>
    </Panel>
  );
}

function Amounts({ of, code }: { of: readonly MoneyValue[]; code: boolean }) {
  return of.map((amount, index) => (
    <Fragment key={amount.currency}>
      {index > 0 && ", "}
      <Money value={amount} code={code} />
    </Fragment>
  ));
}
