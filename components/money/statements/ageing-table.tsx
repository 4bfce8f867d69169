import clsx from "clsx";
import { Money } from "@/components/ui/facts";
import { AGEING_SHORT_WORDS, type Ageing, type AgeingBucket } from "@/lib/money/invoices/ageing/rules";

const fills: Record<AgeingBucket, string> = {
  current: "bg-control",
  to30: "bg-warning-mark",
  to60: "bg-warning-mark",
  to90: "bg-danger-mark",
  over90: "bg-danger-mark",
};

interface Props {
  ageing: Ageing;
  /** For screen readers: the day and the currency. */
  caption: string;
  code: boolean;
  /** A row with the sum of all. */
  total?: boolean;
}

/** Open invoices by age, as a bar chart and as a table with the same figures. */
export function AgeingTable({ ageing, caption, code, total }: Props) {
  const most = Math.max(...ageing.lines.map(({ amount }) => amount.minor));
  const count = ageing.lines.reduce((sum, line) => sum + line.count, 0);
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="text-xs text-muted">
          <th scope="col" className="h-8 text-left">
            Past due
          </th>
          <th scope="col" className="h-8 pl-4 text-right">
            Invoices
          </th>
          <th scope="col" className="h-8 pl-4 text-right">
            Open
          </th>
        </tr>
      </thead>
      <tbody>
        {ageing.lines.map(({ bucket, amount, count }) => (
          <tr key={bucket}>
            <th scope="row" className="w-full py-1.5 text-left font-normal">
              <span className="grid gap-1 sm:grid-cols-[6.5rem_minmax(0,1fr)] sm:items-center sm:gap-4">
                {AGEING_SHORT_WORDS[bucket]}
                <Bar share={most > 0 ? amount.minor / most : 0} fill={fills[bucket]} />
              </span>
            </th>
            <td className="tabular py-1.5 pl-4 text-right align-bottom text-muted sm:align-middle">
              {count.toLocaleString("en-US")}
            </td>
            <td className="py-1.5 pl-4 text-right align-bottom sm:align-middle">
              <Money value={amount} code={code} {...(amount.minor === 0 ? { className: "text-muted" } : {})} />
            </td>
          </tr>
        ))}
      </tbody>
      {total && (
        <tfoot>
          <tr>
            <th scope="row" className="border-t border-line py-2 text-left">
              Total
            </th>
            <td className="tabular border-t border-line py-2 pl-4 text-right">{count.toLocaleString("en-US")}</td>
            <td className="border-t border-line py-2 pl-4 text-right">
              <Money value={ageing.total} code={code} className="font-semibold" />
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

/** `share` of the longest bar, 0 to 1. A share above 0 is always visible. */
function Bar({ share, fill }: { share: number; fill: string }) {
  return (
    <span aria-hidden className="block h-2 overflow-hidden rounded-sm bg-sunken print:border print:border-line">
      {share > 0 && (
        <span
          className={clsx("forced-border block h-full rounded-sm [print-color-adjust:exact]", fill)}
          style={{ width: `${Math.max(share * 100, 1).toFixed(1)}%` }}
        />
      )}
    </span>
  );
}
