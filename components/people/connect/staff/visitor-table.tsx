import type { BrandNames } from "@/components/ui/brand-field";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import type { VisitorRow } from "@/lib/people/connect/staff/queries";
import { DECIDED_LABELS, SOURCE_LABELS } from "@/lib/people/connect/staff/rules";
import type { VisitorFilters } from "@/lib/people/connect/staff/schema";
import { routes } from "@/lib/routes";

interface Props {
  rows: readonly VisitorRow[];
  brands: BrandNames;
  tab: VisitorFilters["tab"];
}

export function VisitorTable({ rows, brands, tab }: Props) {
  const several = Object.keys(brands).length > 1;
  return (
    <Table caption="Who waits for an account">
      <Thead>
        <Th>Name</Th>
        <Th>Email</Th>
        <Th>Company</Th>
        <Th>Since</Th>
        <Th>{tab === "decided" ? "Decision" : "Source"}</Th>
      </Thead>
      <Tbody>
        {rows.map(({ id, name, email, company, since, source, state, brand }) => (
          <Tr key={id}>
            <Td lead>
              <RowLink href={routes.staffWaitingOne(id)}>
                <span className="wrap-anywhere">{name}</span>
              </RowLink>
            </Td>
            <Td label="Email">
              <span className="wrap-anywhere">{email}</span>
            </Td>
            <Td label="Company">
              <span className="wrap-anywhere">{company}</span>
            </Td>
            <Td label="Since">
              <span className="tabular">{since}</span>
            </Td>
            <Td label={tab === "decided" ? "Decision" : "Source"}>
              <span className="grid gap-0.5 text-right md:text-left">
                {state === "waiting" ? SOURCE_LABELS[source] : DECIDED_LABELS[state]}
                {several && <span className="text-xs text-muted">{brands[brand]}</span>}
              </span>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
