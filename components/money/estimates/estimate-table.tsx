import { columnSort } from "@/components/ui/column-sort";
import { Day, Money } from "@/components/ui/facts";
import { RowKeys } from "@/components/ui/row-keys";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import type { EstimateRow } from "@/lib/money/estimates/queries";
import { type EstimateFilters, estimatesHref } from "@/lib/money/estimates/schema";
import { routes } from "@/lib/routes";
import { EstimateStatusDot } from "./estimate-status";
import { ValidUntil } from "./valid-until";

interface Props {
  rows: readonly EstimateRow[];
  filters: EstimateFilters;
  /** Show currency codes, because they mix. */
  code: boolean;
}

/** One line an estimate, the whole row a link, sorted from its head. */
export function EstimateTable({ rows, filters, code }: Props) {
  // The first click on a heading sorts by what people look for first: what ends next, the newest, the largest.
  const sortable = (key: "ends" | "issued" | "amount") =>
    columnSort(key, key === "ends" ? key : `-${key}`, filters.sort, (sort) => estimatesHref(filters, { sort }));
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
                <span className="cell-line">
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
                <span className="cell-line justify-end md:justify-start">
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
