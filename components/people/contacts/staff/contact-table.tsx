import type { BrandNames } from "@/components/ui/brand-field";
import { BrandTag } from "@/components/ui/brand-tag";
import { RowKeys } from "@/components/ui/row-keys";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { ContactRow } from "@/lib/site/clients/queries";

/** Contacts by name, each row a link to the contact, with a link to the company. */
export function ContactTable({ rows, brands }: { rows: readonly ContactRow[]; brands: BrandNames }) {
  return (
    <RowKeys>
      <Table caption="Contacts by name" className="table-dense">
        <Thead>
          <Th>Contact</Th>
          <Th>Company</Th>
          <Th>Job</Th>
          <Th>Account</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td lead>
                <span className="cell-pair">
                  <RowLink href={routes.staffContact(row.id)}>{row.name}</RowLink>
                  <span className="text-xs font-normal text-muted">{row.email}</span>
                </span>
              </Td>
              <Td label="Company">
                <span className="cell-pair text-right md:text-left">
                  {row.company ? (
                    <TextLink
                      href={routes.staffCompany(row.company.id)}
                      className="relative z-1 justify-self-end md:justify-self-start"
                    >
                      {row.company.name}
                    </TextLink>
                  ) : (
                    <span className="text-muted">None</span>
                  )}
                  <BrandTag name={brands[row.brand]} />
                </span>
              </Td>
              <Td label="Job">{row.jobTitle ?? <span className="text-muted">Not given</span>}</Td>
              <Td label="Account">
                {row.isClosed ? (
                  <StatusDot tone="neutral">Closed</StatusDot>
                ) : (
                  <StatusDot tone="success" plain>
                    Open
                  </StatusDot>
                )}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </RowKeys>
  );
}
