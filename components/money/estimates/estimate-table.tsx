import { Day, Money } from "@/components/ui/facts";
import { RowKeys } from "@/components/ui/row-keys";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import type { EstimateRow } from "@/lib/money/estimates/queries";
import { type EstimateFilters, type EstimateSort, estimatesHref } from "@/lib/money/estimates/schema";
import { routes } from "@/lib/routes";
import { EstimateStatusDot } from "./estimate-status";
import { ValidUntil } from "./valid-until";

interface Props {
  rows: readonly EstimateRow[];
  filters: EstimateFilters;
  /** Show currency codes, because they mix. */
  code: boolean;
}

type SortKey = "ends" | "issued" | "amount";

/** One line an estimate, the whole row a link, sorted from its head. */
export function EstimateTable({ rows, filters, code }: Props) {
  const sortable = (key: SortKey) => {
    const current = filters.sort.replace("-", "") === key;
    const descending = filters.sort.startsWith("-");
    // A column begins with what people look for first: what ends next, the newest, the largest.
    const firstClick: EstimateSort = key === "ends" ? "ends" : `-${key}`;
    const other: EstimateSort = descending ? key : `-${key}`;
    return {
      href: estimatesHref(filters, { sort: current ? other : firstClick }),
      sorted: current ? ((descending ? "descending" : "ascending") as "descending" | "ascending") : undefined,
    };
  };
  return (
    <RowKeys>
      <Table caption="Estimates">
        <Thead>
          <Th>Estimate</Th>
          <Th>Status</Th>
          <Th {...sortable("issued")}>Issued</Th>
          <Th {...sortable("ends")}>Valid until</Th>
          <Th numeric {...sortable("amount")}>
            Total
          </Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.number}>
              <Td lead>
                <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
                  <RowLink href={routes.estimate(row.number)}>{row.number}</RowLink>
                  <span className="min-w-0 text-sm font-normal wrap-anywhere text-muted">{row.title}</span>
                </span>
              </Td>
              <Td label="Status">
                <EstimateStatusDot status={row.status} />
              </Td>
              <Td label="Issued">
                <Day value={row.issuedOn} />
              </Td>
              <Td label="Valid until">
                <span className="flex flex-wrap items-baseline justify-end gap-x-3 md:justify-start">
                  <ValidUntil estimate={row} />
                </span>
              </Td>
              <Td label="Total" numeric>
                <Money value={row.total} code={code} className="font-semibold" />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </RowKeys>
  );
}
