import { EstimateStatusDot } from "@/components/money/estimates/estimate-status";
import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import type { CompanyEstimate } from "@/lib/money/statements/staff/queries";
import { routes } from "@/lib/routes";

/** The last estimates of a company. */
export function CompanyEstimates({ rows }: { rows: readonly CompanyEstimate[] }) {
  return (
    <Panel title="Estimates" flush={rows.length > 0}>
      {rows.length === 0 ? (
        <p className="text-sm text-muted">No estimate was made.</p>
      ) : (
        <Table caption="Estimates, the one that is valid longest first">
          <Thead>
            <Th>Estimate</Th>
            <Th>Status</Th>
            <Th>Valid until</Th>
            <Th numeric>Total</Th>
          </Thead>
          <Tbody>
            {rows.map((row) => (
              <Tr key={row.id}>
                <Td lead>
                  <span className="grid min-w-0 gap-0.5 wrap-anywhere">
                    <RowLink href={routes.staffEstimate(row.id)}>{row.number}</RowLink>
                    <span className="text-xs font-normal text-muted">{row.title}</span>
                  </span>
                </Td>
                <Td label="Status">
                  <EstimateStatusDot status={row.status} />
                </Td>
                <Td label="Valid until">
                  <Day value={row.expiresOn} />
                </Td>
                <Td label="Total" numeric>
                  <Money value={row.total} code />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Panel>
  );
}
