import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { RemitTo } from "@/lib/gate/brand/types";
import type { OpenCreditNote } from "@/lib/money/payments/queries";
import { routes } from "@/lib/routes";

interface Props {
  /** The oldest first. */
  notes: readonly OpenCreditNote[];
  /** There are more than `notes`. */
  hasMore: boolean;
  remitTo: RemitTo;
  code: boolean;
}

/** Credit notes that are not used up, and who applies them. */
export function CreditNotesPanel({ notes, hasMore, remitTo, code }: Props) {
  return (
    <Panel title="Credit notes" flush>
      <p className="px-4 pb-3 text-sm text-muted">
        Accounts receivable applies credit notes. To say which invoice one is for, write to{" "}
        <TextLink href={`mailto:${remitTo.email}`}>{remitTo.email}</TextLink>.
        {hasMore && (
          <>
            {" "}
            These are the {notes.length} oldest: you find all of them under{" "}
            <TextLink href={routes.invoices}>Invoices</TextLink>.
          </>
        )}
      </p>
      <Table caption="Credit notes">
        <Thead>
          <Th>Credit note</Th>
          <Th>Issued</Th>
          <Th numeric>Left</Th>
        </Thead>
        <Tbody>
          {notes.map((note) => (
            <Tr key={note.number}>
              <Td lead>
                <RowLink href={routes.invoice(note.number)}>{note.number}</RowLink>
              </Td>
              <Td label="Issued">
                <Day value={note.issuedOn} />
              </Td>
              <Td label="Left" numeric>
                <Money value={note.left} code={code} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Panel>
  );
}
