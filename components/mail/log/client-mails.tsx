import { ListTime } from "@/components/ui/list-time";
import { Panel } from "@/components/ui/panel";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { ClientMail } from "@/lib/mail/log/clients/queries";
import { routes } from "@/lib/routes";
import { MailStatusDot } from "./mail-status";

interface Props {
  rows: readonly ClientMail[];
  /** With the contact to whom each went. */
  named: boolean;
}

/** Mails of the last weeks to a company's contacts or to one contact. */
export function ClientMails({ rows, named }: Props) {
  return (
    <Panel title="Mails of the last eight weeks" flush={rows.length > 0}>
      {rows.length === 0 ? (
        <p className="text-sm text-muted">No mail was sent.</p>
      ) : (
        <Table caption="Mails of the last eight weeks, newest first">
          <Thead>
            <Th>Mail</Th>
            {named && <Th>To</Th>}
            <Th>State</Th>
            <Th>Written</Th>
          </Thead>
          <Tbody>
            {rows.map(({ id, label, to, status, time }) => (
              <Tr key={id}>
                <Td lead>
                  <RowLink href={routes.staffMailItem(id)}>{label}</RowLink>
                </Td>
                {named && (
                  <Td label="To">
                    <TextLink href={routes.staffContact(to.id)} className="relative z-1">
                      {to.name}
                    </TextLink>
                  </Td>
                )}
                <Td label="State">
                  <MailStatusDot status={status} />
                </Td>
                <Td label="Written">
                  <ListTime time={time} />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Panel>
  );
}
