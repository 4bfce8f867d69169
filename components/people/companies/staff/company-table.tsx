import type { BrandNames } from "@/components/ui/brand-field";
import { RowKeys } from "@/components/ui/row-keys";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { lastDayWords } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import type { CompanyRow } from "@/lib/site/clients/queries";

/** Companies by name, each row a link to the company. */
export function CompanyTable({ rows, brands }: { rows: readonly CompanyRow[]; brands: BrandNames }) {
  return (
    <RowKeys>
      <Table caption="Companies by name" className="table-dense">
        <Thead>
          <Th>Company</Th>
          <Th>Brand</Th>
          <Th>Account manager</Th>
          <Th>Support</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td lead>
                <span className="cell-pair">
                  <RowLink href={routes.staffCompany(row.id)}>{row.name}</RowLink>
                  <span className="text-xs font-normal text-muted">
                    {[row.externalId, row.city].filter(Boolean).join(", ")}
                  </span>
                </span>
              </Td>
              <Td label="Brand">{brands[row.brand]}</Td>
              <Td label="Account manager">{row.managers || <span className="text-muted">Nobody</span>}</Td>
              <Td label="Support">
                <Support row={row} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </RowKeys>
  );
}

function Support({ row: { isClosed, supportUntil, today } }: { row: CompanyRow }) {
  if (isClosed) return <StatusDot tone="neutral">Company closed</StatusDot>;
  if (supportUntil === null) return <span className="text-muted">None</span>;
  return supportUntil < today ? (
    <StatusDot tone="danger">{lastDayWords("Ended", supportUntil)}</StatusDot>
  ) : (
    <StatusDot tone="success" plain>
      {lastDayWords("Until", supportUntil)}
    </StatusDot>
  );
}
