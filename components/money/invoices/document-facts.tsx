import type { ReactNode } from "react";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Day, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import type { InvoiceDocument } from "@/lib/money/invoices/document/queries";
import { DocumentStatusDot } from "./document-status";

interface Props {
  document: InvoiceDocument;
  code: boolean;
  /** In place of the company's name: for staff a link. */
  company?: ReactNode;
}

/** The facts of an invoice or credit note; the first term is Status. */
export function DocumentFacts({ document, code, company }: Props) {
  const isNote = document.kind === "credit_note";
  return (
    <Panel>
      <DefinitionList columns={3}>
        <Fact term="Status">
          <span className="text-base font-semibold">
            <DocumentStatusDot status={document.status} />
          </span>
        </Fact>
        <Fact term={isNote ? "Credit left" : "Balance"}>
          <Money value={document.creditLeft ?? document.balance} code={code} className="text-base font-semibold" />
        </Fact>
        {document.voidedOn ? (
          <Fact term="Voided">
            <Day value={document.voidedOn} />
          </Fact>
        ) : (
          !isNote && (
            <Fact term="Due">
              <Day value={document.dueOn} />
              {document.dueWords && <span className="block text-muted">{document.dueWords}</span>}
            </Fact>
          )
        )}
        <Fact term={isNote ? "Credit note" : "Invoice"}>
          <span className="tabular">{document.number}</span>
        </Fact>
        <Fact term="Issued">
          <Day value={document.issuedOn} />
        </Fact>
        <Fact term="Company">{company ?? document.companyName}</Fact>
        {document.poNumber && (
          <Fact term="PO">
            <span className="tabular">{document.poNumber}</span>
          </Fact>
        )}
        {document.terms && <Fact term="Terms">{document.terms}</Fact>}
        {document.memo && <Fact term="Note">{document.memo}</Fact>}
      </DefinitionList>
    </Panel>
  );
}
