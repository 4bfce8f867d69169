import { Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import type { Money as MoneyValue } from "@/lib/kit/money";
import type { InvoiceDocument } from "@/lib/money/invoices/document/queries";
import type { DocumentLine } from "@/lib/money/invoices/rules";

/** The lines of a document, and the sums from subtotal to balance. */
export function DocumentLines({ document, code }: { document: InvoiceDocument; code: boolean }) {
  const isNote = document.kind === "credit_note";
  return (
    <Panel title="Lines" flush>
      {document.lines.length > 0 ? (
        <LinesTable lines={document.lines} code={code} />
      ) : (
        <p className="px-4 pb-4 text-sm text-muted">This document came without lines.</p>
      )}
      <div className="border-t border-line">
        <dl className="ml-auto grid gap-2 px-4 py-4 text-sm sm:w-80">
          <Sum term="Subtotal" value={document.subtotal} code={code} />
          <Sum term="Tax" value={document.tax} code={code} />
          <Sum term="Total" value={document.total} code={code} strong={isNote || document.isVoid} />
          {!isNote && !document.isVoid && (
            <>
              <Sum
                term="Payments and credits"
                value={{ ...document.settled, minor: document.settled.minor === 0 ? 0 : -document.settled.minor }}
                code={code}
              />
              <Sum term="Balance" value={document.balance} code={code} strong />
              {document.processing.minor > 0 && (
                <Sum term="Of it, on its way" value={document.processing} code={code} />
              )}
            </>
          )}
        </dl>
      </div>
    </Panel>
  );
}

/** The lines of an invoice, a credit note or an estimate. */
export function LinesTable({ lines, code }: { lines: readonly DocumentLine[]; code: boolean }) {
  return (
    <Table caption="Lines">
      <Thead>
        <Th>Description</Th>
        <Th numeric>Quantity</Th>
        <Th numeric>Unit price</Th>
        <Th numeric>Amount</Th>
      </Thead>
      <Tbody>
        {lines.map((line) => (
          <Tr key={line.lineNumber}>
            <Td lead>
              <span className="font-normal">{line.description}</span>
            </Td>
            <Td label="Quantity" numeric>
              {line.quantity}
            </Td>
            <Td label="Unit price" numeric>
              <Money value={line.unitPrice} code={code} />
            </Td>
            <Td label="Amount" numeric>
              <Money value={line.amount} code={code} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

/** A term of the sums below lines, with its amount. */
export function Sum({
  term,
  value,
  code,
  strong,
}: {
  term: string;
  value: MoneyValue;
  code: boolean;
  strong?: boolean;
}) {
  return (
    <div
      className={
        strong
          ? "flex items-baseline justify-between gap-6 border-t border-line pt-2 font-semibold"
          : "flex items-baseline justify-between gap-6"
      }
    >
      <dt className={strong ? "" : "text-muted"}>{term}</dt>
      <dd>
        <Money value={value} code={code} />
      </dd>
    </div>
  );
}
