import { STATE_TONES } from "@/components/site/library/staff/tones";
import { EmptyState } from "@/components/ui/empty-state";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { AUDIENCE_LABELS, KIND_LABELS, STATE_LABELS } from "@/lib/site/library/rules";
import type { EditedResource } from "@/lib/site/library/staff/queries";
import { MOST_LISTED } from "@/lib/site/library/staff/schema";

interface Props {
  rows: readonly EditedResource[];
  /** The brand's. */
  zone: string;
  /** The list has a filter or a search. */
  isNarrowed: boolean;
}

export function EditedTable({ rows, zone, isNarrowed }: Props) {
  if (rows.length === 0) {
    return (
      <EmptyState title={isNarrowed ? "No resource matches" : "No resource yet"}>
        {isNarrowed
          ? "Choose another state or other words."
          : "Create the first one: it is a draft until you publish it."}
      </EmptyState>
    );
  }
  return (
    <>
      <Table caption="Resources">
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
                <span className="grid min-w-0 gap-0.5 wrap-anywhere">
                  <RowLink href={routes.staffResource(row.id)}>{row.title}</RowLink>
                  <span className="text-sm font-normal text-muted">{row.product ?? "All products"}</span>
                </span>
              </Td>
              <Td label="State">
                <StatusDot tone={STATE_TONES[row.state]} plain>
                  {STATE_LABELS[row.state]}
                </StatusDot>
                {row.state === "scheduled" && row.publishAt && (
                  <span className="block text-muted">{formatInstant(businessInstant(row.publishAt), zone)}</span>
                )}
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
      {rows.length === MOST_LISTED && (
        <p className="border-t border-line px-4 py-3 text-sm text-muted">
          The {MOST_LISTED} that were changed last. Search for others.
        </p>
      )}
    </>
  );
}
