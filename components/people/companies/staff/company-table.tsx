import { Fragment } from "react";
import { LiveTable } from "@/components/live/live-table";
import type { BrandNames } from "@/components/ui/brand-field";
import { RowBox } from "@/components/ui/row-box";
import { RowKeys } from "@/components/ui/row-keys";
import { StatusDot } from "@/components/ui/status-dot";
import { RowLink, Td, Th, Tr } from "@/components/ui/table";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { lastDayWords } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import type { CompanyRow } from "@/lib/site/clients/queries";
import { TeamMemberLink } from "./client-links";
import { COMPANY_LIST } from "./companies-bulk";

interface Props {
  rows: readonly CompanyRow[];
  brands: BrandNames;
  /** Of who may choose rows: ids that the address has chosen, and what differs after each deed. Null for others. */
  choice: { readonly chosen: readonly string[]; readonly deed: string } | null;
  /** The viewer may open the pages of the firm's people. */
  opensPeople: boolean;
  /** Address of the list at this page: with another the table begins anew. */
  place: string;
}

/** Companies by name, each row a link to the company; none moves when the page is reloaded with new ones. */
export function CompanyTable({ rows, brands, choice, opensPeople, place }: Props) {
  return (
    <RowKeys>
      {/* After a deed its boxes begin anew. */}
      <LiveTable
        key={`${place} ${choice?.deed ?? ""}`}
        caption="Companies by name"
        className="table-dense"
        head={
          <>
            {choice && (
              <Th>
                <VisuallyHidden>Choose</VisuallyHidden>
              </Th>
            )}
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
              {choice && (
                <Td className="row-choice">
                  <RowBox
                    list={COMPANY_LIST}
                    value={row.id}
                    name={`${row.name}, ${row.externalId}`}
                    checked={choice.chosen.includes(row.id)}
                  />
                </Td>
              )}
              <Td lead>
                <span className="cell-pair">
                  <RowLink href={routes.staffCompany(row.id)}>{row.name}</RowLink>
                  <span className="text-xs font-normal text-muted">
                    {[row.externalId, row.city].filter(Boolean).join(", ")}
                  </span>
                </span>
              </Td>
              <Td label="Brand">{brands[row.brand]}</Td>
              <Td label="Account manager">
                <Managers managers={row.managers} opensPeople={opensPeople} />
              </Td>
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

function Managers({ managers, opensPeople }: Pick<CompanyRow, "managers"> & Pick<Props, "opensPeople">) {
  if (managers.length === 0) return <span className="text-muted">Nobody</span>;
  return managers.map((member, index) => (
    <Fragment key={member.id}>
      {index > 0 && ", "}
      {opensPeople ? <TeamMemberLink member={member} inRow /> : member.name}
    </Fragment>
  ));
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
