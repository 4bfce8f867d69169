import { LiveTable } from "@/components/live/live-table";
import type { BrandNames } from "@/components/ui/brand-field";
import { RowKeys } from "@/components/ui/row-keys";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Td, Th, Tr } from "@/components/ui/table";
import { lastDayWords } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import type { CompanyRow } from "@/lib/site/clients/queries";

interface Props {
  rows: readonly CompanyRow[];
  brands: BrandNames;
  /** Address of the list at this page: with another the table begins anew. */
  place: string;
}

/** Companies by name, each row a link to the company; none moves when the page is reloaded with new ones. */
export function CompanyTable({ rows, brands, place }: Props) {
  return (
    <RowKeys>
      <LiveTable
        key={place}
        caption="Companies by name"
        className="table-dense"
        head={
          <>
            <Th>Company</Th>
            <Th>Brand</Th>
            <Th>Account manager</Th>
            <Th>Support</Th>
          </>
        }
        rows={rows.map((row) => ({
          id: row.id,
          row: (
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
          ),
        }))}
      />
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
