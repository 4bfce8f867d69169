import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { Tone } from "@/components/ui/tone";
import type { AllocationState } from "@/db/schema/constants";
import type { InvoiceDocument, Settlement } from "@/lib/money/invoices/document/queries";
import { routes } from "@/lib/routes";

const tones: Record<AllocationState, Tone> = {
  planned: "neutral",
  pending: "warning",
  applied: "success",
  disputed: "danger",
  refunded: "neutral",
  released: "neutral",
};

type HrefOf = (settlement: Settlement) => string | null;

interface Props {
  document: InvoiceDocument;
  code: boolean;
  /** The address of the payment or of the other document; null for one without a page. By default a client's. */
  hrefOf?: HrefOf;
}

const clientHref: HrefOf = ({ documentNumber, reference, isPortalPayment }) => {
  if (documentNumber) return routes.invoice(documentNumber);
  return reference && isPortalPayment ? routes.payment(reference) : null;
};

/** Payments received and credits applied; on a credit note, the invoices that it was allocated to. */
export function Settlements({ document, code, hrefOf = clientHref }: Props) {
  const isNote = document.kind === "credit_note";
  const title = isNote ? "Applied to" : "Payments and credits";
  if (document.settlements.length === 0) {
    return (
      <Panel title={title}>
        <p className="text-sm text-muted">
          {isNote ? "Not applied to an invoice yet." : "No payment has been received for this invoice."}
        </p>
      </Panel>
    );
  }
  return (
    <Panel title={title} flush>
      <Table caption={title}>
        <Thead>
          <Th>{isNote ? "Invoice" : "Method"}</Th>
          <Th>{isNote ? "Issued" : "Date"}</Th>
          {!isNote && <Th>Reference</Th>}
          <Th>State</Th>
          <Th numeric>Amount</Th>
        </Thead>
        <Tbody>
          {document.settlements.map((settlement) => (
            <Tr key={settlement.id}>
              <Td lead>
                <span className="font-normal">
                  {isNote ? <Reference settlement={settlement} href={hrefOf(settlement)} /> : settlement.method}
                </span>
              </Td>
              <Td label={isNote ? "Issued" : "Date"}>
                <Day value={settlement.on} />
              </Td>
              {!isNote && (
                <Td label="Reference">
                  <Reference settlement={settlement} href={hrefOf(settlement)} />
                </Td>
              )}
              <Td label="State">
                <StatusDot tone={tones[settlement.state]}>{settlement.stateWords}</StatusDot>
              </Td>
              <Td label="Amount" numeric>
                <Money value={settlement.amount} code={code} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Panel>
  );
}

function Reference({ settlement, href }: { settlement: Settlement; href: string | null }) {
  const text = settlement.documentNumber ?? settlement.reference;
  if (!text) return null;
  if (!href) return <span className="tabular">{text}</span>;
  return (
    <TextLink href={href} className="tabular">
      {text}
    </TextLink>
  );
}
