import type { BrandNames } from "@/components/ui/brand-field";
import { Instant } from "@/components/ui/facts";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { AuditRow } from "@/lib/site/audit/queries";
import { Facts, Who } from "./line-parts";

interface Props {
  rows: readonly AuditRow[];
  zone: string;
  brands: BrandNames;
}

/** Lines of the audit log: who did what to which record, and what it was before and after. */
export function AuditTable({ rows, zone, brands }: Props) {
  const several = Object.keys(brands).length > 1;
  return (
    <Table caption="Audit log, newest first">
      <Thead>
        <Th>What</Th>
        <Th>Record</Th>
        <Th>Who</Th>
        <Th>Details</Th>
        {several && <Th>Brand</Th>}
        <Th>When</Th>
      </Thead>
      <Tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td lead>{row.act}</Td>
            <Td label="Record">
              <RecordLink record={row.record} />
            </Td>
            <Td label="Who">
              <Who row={row} />
            </Td>
            <Td label="Details">
              {row.facts.length > 0 ? <Facts row={row} /> : <span className="text-muted">None</span>}
            </Td>
            {several && (
              <Td label="Brand" muted>
                {row.brand && (brands[row.brand] ?? row.brand)}
              </Td>
            )}
            <Td label="When">
              <Instant value={row.at} zone={zone} className="text-xs" />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function RecordLink({ record }: Pick<AuditRow, "record">) {
  if (!record) return <span className="text-muted">None</span>;
  if (record.isGone) return <span className="text-muted">{record.label}, gone</span>;
  return record.href ? <TextLink href={record.href}>{record.label}</TextLink> : <span>{record.label}</span>;
}
