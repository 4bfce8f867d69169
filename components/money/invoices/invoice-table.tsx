import { SelectAll } from "@/components/money/payments/checkout/select-all";
import { SelectBox } from "@/components/money/payments/checkout/select-box";
import { SelectionBar } from "@/components/money/payments/checkout/selection-bar";
import { columnSort } from "@/components/ui/column-sort";
import { Day, Money } from "@/components/ui/facts";
import { RowKeys } from "@/components/ui/row-keys";
import { RowLink, Table, Tbody, Td, Th, Thead, Tr } from "@/components/ui/table";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { ListedInvoice } from "@/lib/money/invoices/queries";
import { type InvoiceFilters, invoicesHref } from "@/lib/money/invoices/schema";
import { routes } from "@/lib/routes";
import { DocumentStatusDot } from "./document-status";

interface Props {
  rows: readonly ListedInvoice[];
  filters: InvoiceFilters;
  /** Show currency codes, because they mix. */
  code: boolean;
  /** Rows can be chosen and paid together. */
  mayPay: boolean;
}

/** One row for each invoice or credit note, the whole row a link; sorted by its headings. */
export function InvoiceTable({ rows, filters, code, mayPay }: Props) {
  // The first click on a heading sorts by what people look for first: the newest, the largest, the next due.
  const sortable = (key: "due" | "issued" | "amount") =>
    columnSort(key, key === "due" ? key : `-${key}`, filters.sort, (sort) => invoicesHref(filters, { sort }));
  const isChoice = mayPay && rows.some((row) => row.payBlock === null);
  const table = (
    <RowKeys>
      <Table caption="Invoices and credit notes">
        <Thead>
          {isChoice && (
            <Th>
              <VisuallyHidden>Pay</VisuallyHidden>
              <SelectAll />
            </Th>
          )}
          <Th>Invoice</Th>
          <Th>Status</Th>
          <Th {...sortable("issued")}>Issued</Th>
          <Th {...sortable("due")}>Due</Th>
          <Th numeric {...sortable("amount")}>
            Total
          </Th>
          <Th numeric>Balance</Th>
        </Thead>
        <Tbody>
          {rows.map((row) => (
            <Tr key={row.number}>
              {isChoice && (
                <Td className="row-choice">
                  <SelectBox number={row.number} balance={row.balance} block={row.payBlock} />
                </Td>
              )}
              <Td lead>
                <span className="cell-line">
                  <RowLink href={routes.invoice(row.number)}>{row.number}</RowLink>
                  <SecondFact row={row} />
                </span>
              </Td>
              <Td label="Status">
                <DocumentStatusDot status={row.status} />
              </Td>
              <Td label="Issued">
                <Day value={row.issuedOn} />
              </Td>
              <Td label="Due">
                {row.kind === "invoice" && (
                  <span className="cell-line justify-end md:justify-start">
                    <Day value={row.dueOn} />
                    {row.dueWords && <span className="text-xs text-muted lg:whitespace-nowrap">{row.dueWords}</span>}
                  </span>
                )}
              </Td>
              <Td label="Total" numeric {...(row.isVoid ? { className: "text-muted line-through" } : {})}>
                <Money value={row.total} code={code} />
              </Td>
              <Td label="Balance" numeric muted={row.balance.minor === 0}>
                {row.kind === "invoice" && !row.isVoid && (
                  <Money value={row.balance} code={code} className={row.balance.minor > 0 ? "font-semibold" : ""} />
                )}
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </RowKeys>
  );
  if (!isChoice) return table;
  return (
    <form action={routes.pay()} aria-label="Pay several invoices">
      {table}
      <SelectionBar code={code} />
    </form>
  );
}

function SecondFact({ row }: { row: ListedInvoice }) {
  const facts = [
    row.kind === "credit_note" ? "Credit note" : null,
    row.payBlock === "started" ? "Payment started" : null,
    row.poNumber && `PO ${withoutPrefix(row.poNumber)}`,
  ];
  return facts.filter(Boolean).map((fact) => (
    <span key={fact} className="cell-note">
      {fact}
    </span>
  ));
}

/** The number without `PO`, because many ERPs write that into the number itself. */
function withoutPrefix(poNumber: string): string {
  return poNumber.replace(/^P\.?O\.?[\s#:-]*/i, "") || poNumber;
}
