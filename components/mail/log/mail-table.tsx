import { LiveTable } from "@/components/live/live-table";
import { ContactLink } from "@/components/people/companies/staff/client-links";
import type { BrandNames } from "@/components/ui/brand-field";
import { ListTime } from "@/components/ui/list-time";
import { RowBox } from "@/components/ui/row-box";
import { RowKeys } from "@/components/ui/row-keys";
import { RowLink, Td, Th, Tr } from "@/components/ui/table";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { MailRow } from "@/lib/mail/log/queries";
import { routes } from "@/lib/routes";
import { MAIL_LIST } from "./mail-bulk";
import { MailStatusDot } from "./mail-status";

/** Statuses whose reason is shown in the list. */
const TROUBLED = ["bounced", "complained", "dead", "withheld", "queued"];

interface Props {
  rows: readonly MailRow[];
  brands: BrandNames;
  /** Ids that the address has chosen, and what differs after each deed. */
  choice: { readonly chosen: readonly string[]; readonly deed: string };
  /** Address of the list at this page: with another the table begins anew. */
  place: string;
}

/** One row for each mail; none moves when the page is reloaded with new ones. */
export function MailTable({ rows, brands, choice, place }: Props) {
  return (
    <RowKeys>
      {/* After a deed its boxes begin anew. */}
      <LiveTable
        key={`${place} ${choice.deed}`}
        caption="Mail, newest first"
        className="table-dense"
        head={
          <>
            <Th>
              <VisuallyHidden>Choose</VisuallyHidden>
            </Th>
            <Th>Recipient</Th>
            <Th>Subject</Th>
            <Th>State</Th>
            <Th>Brand</Th>
            <Th>Queued</Th>
          </>
        }
        rows={rows.map((row) => ({
          id: row.id,
          row: (
            <Tr key={row.id}>
              <Td className="row-choice">
                <RowBox
                  list={MAIL_LIST}
                  value={row.id}
                  name={`${row.label} to ${row.to}, ${row.time.full}`}
                  checked={choice.chosen.includes(row.id)}
                />
              </Td>
              <Td lead>
                <span className="cell-pair">
                  <RowLink href={routes.staffMailItem(row.id)}>
                    <span className="wrap-anywhere">{row.to}</span>
                  </RowLink>
                  {row.contact && (
                    <span className="text-xs font-normal">
                      <ContactLink contact={row.contact} inRow />
                    </span>
                  )}
                </span>
              </Td>
              <Td label="Subject" className="xl:max-w-80">
                <span title={row.subject ? `${row.label}: ${row.subject}` : undefined}>{row.subject ?? row.label}</span>
              </Td>
              <Td label="State" className="xl:max-w-60">
                <span className="cell-pair">
                  <MailStatusDot status={row.status} />
                  {row.isRepeated && <span className="text-xs text-muted">Sent again</span>}
                  {!row.isRepeated && row.reason && TROUBLED.includes(row.status) && (
                    <span title={row.reason} className="max-w-[36ch] text-xs wrap-anywhere text-ink">
                      {row.reason}
                    </span>
                  )}
                </span>
              </Td>
              <Td label="Brand" muted>
                {brands[row.brand]}
              </Td>
              <Td label="Queued">
                <ListTime time={row.time} />
              </Td>
            </Tr>
          ),
        }))}
      />
    </RowKeys>
  );
}
