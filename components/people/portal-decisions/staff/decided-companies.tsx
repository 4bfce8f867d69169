import type { BrandNames } from "@/components/ui/brand-field";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { COMPANY_FIELD_LABELS } from "@/lib/people/edits/companies/rules";
import type { DecidedCompany } from "@/lib/people/portal-decisions/list/companies/queries";
import { routes } from "@/lib/routes";

interface Props {
  rows: readonly DecidedCompany[];
  brands: BrandNames;
}

/** Companies with the fields that were edited in the portal. Each is handed back on the page that edits the company. */
export function DecidedCompanyTable({ rows, brands }: Props) {
  return (
    <Table caption="Edited fields of companies, newest company first">
      <Thead>
        <Th>Company</Th>
        <Th>Edited in the portal</Th>
        <Th>Brand</Th>
      </Thead>
      <Tbody>
        {rows.map(({ id, name, number, brand, fields }) => (
          <Tr key={id}>
            <Td lead>
              <span className="grid min-w-0 gap-0.5 wrap-anywhere">
                <TextLink href={routes.staffCompanyEdit(id)}>{name}</TextLink>
                <span className="text-xs font-normal text-muted">{number}</span>
              </span>
            </Td>
            <Td label="Edited in the portal">{fields.map((field) => COMPANY_FIELD_LABELS[field]).join(", ")}</Td>
            <Td label="Brand">{brands[brand]}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
