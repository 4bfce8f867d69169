import type { Brand } from "@/lib/gate/brand/types";
import { formatMoney, type Money } from "@/lib/kit/money";
import { formatDay } from "@/lib/kit/time";
import { ALLOCATION_STATE_WORDS, PAYMENT_METHOD_WORDS, PAYMENT_STATE_WORDS } from "@/lib/money/payments/rules";
import { factsBlock, type PdfFact, sumsBlock, tableBlock, textBlock } from "@/lib/pdf/blocks";
import type { BrandedDocument } from "@/lib/pdf/document";
import type { PortalPayment } from "./queries";

/** The title of the document and of its file: `Receipt CP-7K3M9XQ2TD`. */
export const receiptTitle = ({ reference }: Pick<PortalPayment, "reference">) => `Receipt ${reference}`;

/** What came, how and for which invoices, as a PDF. `today` is `YYYY-MM-DD` in the brand's zone. */
export function receiptPdf(
  brand: Pick<Brand, "name" | "theme" | "currency">,
  payment: PortalPayment,
  companyName: string,
  today: string,
): BrandedDocument {
  const code = payment.amount.currency !== brand.currency;
  const amount = (value: Money) => formatMoney(value, { code });
  const back = payment.returns.map((entry) => ({
    term: `Went back ${formatDay(entry.on)}`,
    value: amount(entry.amount),
  }));
  const left = payment.credit.minor > 0 ? [{ term: "Credit left", value: amount(payment.credit) }] : [];
  return {
    brand,
    title: receiptTitle(payment),
    subtitle: companyName,
    createdOn: today,
    facts: facts(payment, companyName, amount),
    sections: [
      {
        title: "Invoices",
        content: [
          payment.lines.length > 0
            ? tableBlock(
                [
                  { title: "Invoice" },
                  { title: "State", width: 150 },
                  { title: "Paid by this payment", numeric: true, width: 140 },
                ],
                payment.lines.map((line) => ({
                  cells: [line.number, ALLOCATION_STATE_WORDS[line.state], amount(line.amount)],
                })),
              )
            : textBlock("This payment is for no invoice yet.", { muted: true }),
          sumsBlock([{ term: "Received", value: amount(payment.amount), strong: true }, ...back, ...left]),
        ],
      },
      { title: "About this receipt", content: [factsBlock([{ term: "From", value: brand.name }], 1)] },
    ],
  };
}

function facts(payment: PortalPayment, companyName: string, amount: (value: Money) => string): PdfFact[] {
  const optional: [term: string, value: string | null][] = [
    ["Paid by", payment.contactName],
    ["PO", payment.poNumber],
    ["Note", payment.note],
  ];
  return [
    { term: "Received", value: amount(payment.amount), strong: true },
    { term: "On", value: formatDay(payment.receivedOn), strong: true },
    { term: "State", value: PAYMENT_STATE_WORDS[payment.state] },
    { term: "Payment", value: payment.reference },
    { term: "Method", value: PAYMENT_METHOD_WORDS[payment.method] },
    { term: "Company", value: companyName },
    ...optional.flatMap(([term, value]) => (value ? [{ term, value }] : [])),
  ];
}
