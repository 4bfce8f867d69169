import { Money } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import type { InvoiceList } from "@/lib/money/invoices/queries";
import { type InvoiceFilters, invoicesHref } from "@/lib/money/invoices/schema";

interface Props {
  list: Pick<InvoiceList, "totals" | "count" | "counted">;
  filters: InvoiceFilters;
  code: boolean;
}

/**
 * Sums of all documents that the filters leave, one line for each currency; the same on every page. Where a search finds
 * more than are counted, they are summed on demand.
 */
export function InvoiceTotalsLine({ list: { totals, count, counted }, filters, code }: Props) {
  if (counted !== null && count > counted) {
    return (
      <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1 border-b border-line px-4 py-3 text-sm">
        <p className="tabular text-muted">More than {counted.toLocaleString("en-US")} documents</p>
        <TextLink href={invoicesHref(filters, { sums: true })}>Count them and show the sums</TextLink>
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1 border-b border-line px-4 py-3 text-sm">
      <p className="tabular text-muted">
        {count.toLocaleString("en-US")} {count === 1 ? "document" : "documents"}
      </p>
      <div className="grid gap-1">
        {totals.map(({ total, balance }) => (
          <dl key={total.currency} className="flex flex-wrap justify-end gap-x-6">
            <div className="flex items-baseline gap-2">
              <dt className="text-muted">Total</dt>
              <dd>
                <Money value={total} code={code} />
              </dd>
            </div>
            <div className="flex items-baseline gap-2">
              <dt className="text-muted">Balance</dt>
              <dd>
                <Money value={balance} code={code} className="font-semibold" />
              </dd>
            </div>
          </dl>
        ))}
      </div>
    </div>
  );
}
