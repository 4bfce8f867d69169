import { Money } from "@/components/ui/facts";
import type { Money as MoneyValue } from "@/lib/kit/money";

interface Props {
  totals: readonly MoneyValue[];
  count: number;
  code: boolean;
}

/** Number and sum of all estimates that the filters leave, one line for each currency; the same on every page. */
export function EstimateTotalsLine({ totals, count, code }: Props) {
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1 border-b border-line px-4 py-3 text-sm">
      <p className="tabular text-muted">
        {count.toLocaleString("en-US")} {count === 1 ? "estimate" : "estimates"}
      </p>
      <dl className="grid gap-1">
        {totals.map((total) => (
          <div key={total.currency} className="flex items-baseline justify-end gap-2">
            <dt className="text-muted">Total</dt>
            <dd>
              <Money value={total} code={code} className="font-semibold" />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
