import { STATE_TONES } from "@/components/site/library/staff/tones";
import { RowKeys } from "@/components/ui/row-keys";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { AUDIENCE_LABELS, KIND_LABELS, STATE_LABELS } from "@/lib/site/library/rules";
import type { EditedResource } from "@/lib/site/library/staff/queries";

interface Props {
  rows: readonly EditedResource[];
  /** The brand's. */
  zone: string;
}

/** A brand's resources, the last changed first, each row a link to its editor. */
export function EditedTable({ rows, zone }: Props) {
  return (
    <RowKeys>
      <Table caption="Resources, last changed first" className="table-dense">
        <Thead>
          <Th>Resource</Th>
          <Th>State</Th>
          <Th>Kind</Th>
          <Th>Who sees it</Th>
          <Th numeric>Opened</Th>
          <Th numeric>Solved</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td lead>
                <span className="cell-pair">
                  <RowLink href={routes.staffResource(row.id)}>{row.title}</RowLink>
                  <span className="text-xs font-normal text-muted">{row.product ?? "All products"}</span>
                </span>
              </Td>
              <Td label="State" className="xl:max-w-72">
                <StatusDot tone={STATE_TONES[row.state]} plain>
                  {row.state === "scheduled" && row.publishAt
                    ? `${STATE_LABELS[row.state]}, ${formatInstant(businessInstant(row.publishAt), zone)}`
                    : STATE_LABELS[row.state]}
                </StatusDot>
              </Td>
              <Td label="Kind">{KIND_LABELS[row.kind]}</Td>
              <Td label="Who sees it">{AUDIENCE_LABELS[row.audience]}</Td>
              <Td label="Opened" numeric>
                {row.uses.toLocaleString("en-US")}
              </Td>
              <Td label="Solved" numeric>
                {row.solved > 0 ? row.solved.toLocaleString("en-US") : ""}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </RowKeys>
  );
}
