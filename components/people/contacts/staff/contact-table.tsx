import { LiveTable } from "@/components/live/live-table";
import type { BrandNames } from "@/components/ui/brand-field";
import { BrandTag } from "@/components/ui/brand-tag";
import { RowBox } from "@/components/ui/row-box";
import { RowKeys } from "@/components/ui/row-keys";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Td, Th, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { routes } from "@/lib/routes";
import type { ContactRow } from "@/lib/site/clients/queries";
import { CONTACT_LIST } from "./contacts-bulk";

interface Props {
  rows: readonly ContactRow[];
  brands: BrandNames;
  /** Of who may choose rows: ids that the address has chosen, and what differs after each deed. Null for others. */
  choice: { readonly chosen: readonly string[]; readonly deed: string } | null;
  /** Address of the list at this page: with another the table begins anew. */
  place: string;
}

/**
 * Contacts by name, each row a link to the contact, with a link to the company; none moves when the page is reloaded
 * with new ones.
 */
export function ContactTable({ rows, brands, choice, place }: Props) {
  return (
    <RowKeys>
      {/* After a deed its boxes begin anew. */}
      <LiveTable
        key={`${place} ${choice?.deed ?? ""}`}
        caption="Contacts by name"
        className="table-dense"
        head={
          <>
            {choice && (
              <Th>
                <VisuallyHidden>Choose</VisuallyHidden>
              </Th>
            )}
            <Th>Contact</Th>
            <Th>Company</Th>
            <Th>Job</Th>
            <Th>Account</Th>
          </>
        }
        rows={rows.map((row) => ({
          id: row.id,
          row: (
            <Tr key={row.id}>
              {choice && (
                <Td className="row-choice">
                  <RowBox
                    list={CONTACT_LIST}
                    value={row.id}
                    name={`${row.name}, ${row.email}`}
                    checked={choice.chosen.includes(row.id)}
                  />
                </Td>
              )}
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
          ),
        }))}
      />
    </RowKeys>
  );
}
