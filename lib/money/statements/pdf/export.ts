import type { Brand } from "@/lib/gate/brand/types";
import { formatMoney, type Money } from "@/lib/kit/money";
import { formatDay } from "@/lib/kit/time";
import { AGEING_WORDS } from "@/lib/money/invoices/ageing/rules";
import type { Statement } from "@/lib/money/statements/rules";
import { chargeOf, paymentOf, tieOutSums } from "@/lib/money/statements/rules";
import { type PdfColumn, type PdfRow, sumsBlock, tableBlock, textBlock } from "@/lib/pdf/blocks";
import type { BrandedDocument, PdfSection } from "@/lib/pdf/document";

const MOVEMENT_COLUMNS: readonly PdfColumn[] = [
  { title: "Date", width: 76 },
  { title: "What" },
  { title: "Charge", width: 84, numeric: true },
  { title: "Payment", width: 84, numeric: true },
  { title: "Balance", width: 90, numeric: true },
];

const AGEING_COLUMNS: readonly PdfColumn[] = [
  { title: "Age" },
  { title: "Invoices", width: 90, numeric: true },
  { title: "Open", width: 120, numeric: true },
];

/** The statement as a PDF: the content of its page with all movements. `createdOn` is today in the brand's zone. */
export function statementDocument(brand: Brand, statement: Statement, createdOn: string): BrandedDocument {
  const { from, to, currency, opening, closing, charges, payments } = statement;
  const amount = (value: Money) => formatMoney(value, { code: currency !== brand.currency });
  return {
    brand,
    title: "Statement of account",
    subtitle: [statement.companyName, `${formatDay(from)} to ${formatDay(to)}`].filter(Boolean).join(" · "),
    createdOn,
    facts: [
      { term: "Opening balance", value: amount(opening), detail: `Before ${formatDay(from)}` },
      { term: "Charges", value: amount(charges) },
      { term: "Payments and credits", value: amount(payments) },
      { term: "Closing balance", value: amount(closing), detail: formatDay(to), strong: true },
      { term: "Currency", value: currency },
    ],
    sections: [ageing(statement, amount), tieOut(statement, amount), movements(statement, amount)],
  };
}

type Amount = (value: Money) => string;

function movements({ from, to, opening, closing, movements }: Statement, amount: Amount): PdfSection {
  const column = (value: Money | null) => (value ? amount(value) : "");
  const rows: PdfRow[] = movements.map((movement) => ({
    cells: [
      formatDay(movement.on),
      `${movement.words} ${movement.reference}`,
      column(chargeOf(movement)),
      column(paymentOf(movement)),
      amount(movement.balance),
    ],
  }));
  const before: PdfRow = { cells: [formatDay(from), "Opening balance", "", "", amount(opening)], strong: true };
  const after: PdfRow = { cells: [formatDay(to), "Closing balance", "", "", amount(closing)], strong: true };
  return { title: "Movements", content: [tableBlock(MOVEMENT_COLUMNS, [before, ...rows, after])] };
}

function ageing({ to, ageing }: Statement, amount: Amount): PdfSection {
  const rows: PdfRow[] = ageing.lines.map((line) => ({
    cells: [AGEING_WORDS[line.bucket], line.count.toLocaleString("en-US"), amount(line.amount)],
  }));
  const count = ageing.lines.reduce((sum, line) => sum + line.count, 0);
  const total: PdfRow = { cells: ["Total", count.toLocaleString("en-US"), amount(ageing.total)], strong: true };
  return {
    title: `Open invoices on ${formatDay(to)}, by age`,
    content: [tableBlock(AGEING_COLUMNS, [...rows, total])],
  };
}

function tieOut(statement: Statement, amount: Amount): PdfSection {
  const { onItsWay } = statement;
  return {
    title: "How this ties out",
    content: [
      sumsBlock([
        ...tieOutSums(statement).map(({ term, value }) => ({ term, value: amount(value) })),
        { term: "Closing balance", value: amount(statement.closing), strong: true },
      ]),
      ...(onItsWay.minor > 0
        ? [
            textBlock(`${amount(onItsWay)} is on its way by bank debit and counts once it has cleared.`, {
              muted: true,
            }),
          ]
        : []),
    ],
  };
}
