import type { Brand } from "@/lib/gate/brand/types";
import { formatMoney, type Money } from "@/lib/kit/money";
import { formatDay } from "@/lib/kit/time";
import { factsBlock, type PdfFact, type PdfSum, sumsBlock, tableBlock, textBlock } from "@/lib/pdf/blocks";
import type { BrandedDocument, PdfSection } from "@/lib/pdf/document";
import type { InvoiceDocument } from "./queries";

type Amount = (value: Money) => string;

/** The title of the document and of its file: `Invoice CS-104638`, `Credit note CS-200017`. */
export function documentTitle({ kind, number }: Pick<InvoiceDocument, "kind" | "number">): string {
  return `${kind === "credit_note" ? "Credit note" : "Invoice"} ${number}`;
}

/** An invoice or credit note as a PDF, with the content of its page. `today` is `YYYY-MM-DD` in the brand's zone. */
export function invoicePdf(
  brand: Pick<Brand, "name" | "theme" | "currency" | "remitTo">,
  document: InvoiceDocument,
  today: string,
): BrandedDocument {
  const code = document.total.currency !== brand.currency;
  const amount: Amount = (value) => formatMoney(value, { code });
  return {
    brand,
    title: documentTitle(document),
    subtitle: document.companyName,
    createdOn: today,
    facts: facts(document, amount),
    sections: [
      lines(document, amount),
      settlements(document, amount),
      ...(document.kind === "invoice" ? [remitTo(brand.remitTo, document.number)] : []),
    ],
  };
}

function facts(document: InvoiceDocument, amount: Amount): PdfFact[] {
  const isNote = document.kind === "credit_note";
  const due = { term: "Due", value: formatDay(document.dueOn), detail: document.dueWords };
  const optional: [term: string, value: string | null][] = [
    ["PO", document.poNumber],
    ["Terms", document.terms],
    ["Note", document.memo],
  ];
  return [
    { term: "Status", value: document.status, strong: true },
    {
      term: isNote ? "Credit left" : "Balance",
      value: amount(document.creditLeft ?? document.balance),
      strong: true,
    },
    ...(document.voidedOn ? [{ term: "Voided", value: formatDay(document.voidedOn) }] : isNote ? [] : [due]),
    { term: isNote ? "Credit note" : "Invoice", value: document.number },
    { term: "Issued", value: formatDay(document.issuedOn) },
    { term: "Company", value: document.companyName },
    ...optional.flatMap(([term, value]) => (value ? [{ term, value }] : [])),
  ];
}

function lines(document: InvoiceDocument, amount: Amount): PdfSection {
  return {
    title: "Lines",
    content: [
      document.lines.length > 0
        ? tableBlock(
            [
              { title: "Description" },
              { title: "Quantity", numeric: true, width: 70 },
              { title: "Unit price", numeric: true, width: 105 },
              { title: "Amount", numeric: true, width: 105 },
            ],
            document.lines.map((line) => ({
              cells: [line.description, line.quantity, amount(line.unitPrice), amount(line.amount)],
            })),
          )
        : textBlock("This document came without lines.", { muted: true }),
      sumsBlock(sums(document, amount)),
    ],
  };
}

function sums(document: InvoiceDocument, amount: Amount): PdfSum[] {
  const counts = document.kind === "invoice" && !document.isVoid;
  const { settled } = document;
  const sums: PdfSum[] = [
    { term: "Subtotal", value: amount(document.subtotal) },
    { term: "Tax", value: amount(document.tax) },
    { term: "Total", value: amount(document.total), strong: !counts },
  ];
  if (!counts) return sums;
  return [
    ...sums,
    { term: "Payments and credits", value: amount({ ...settled, minor: settled.minor === 0 ? 0 : -settled.minor }) },
    { term: "Balance", value: amount(document.balance), strong: true },
    ...(document.processing.minor > 0 ? [{ term: "Of it, on its way", value: amount(document.processing) }] : []),
  ];
}

function settlements(document: InvoiceDocument, amount: Amount): PdfSection {
  const isNote = document.kind === "credit_note";
  const title = isNote ? "Applied to" : "Payments and credits";
  if (document.settlements.length === 0) {
    const nothing = isNote ? "Not applied to an invoice yet." : "No payment has been received for this invoice.";
    return { title, content: [textBlock(nothing, { muted: true })] };
  }
  const columns = [
    { title: isNote ? "Invoice" : "Method" },
    { title: isNote ? "Issued" : "Date", width: 90 },
    ...(isNote ? [] : [{ title: "Reference", width: 145 }]),
    { title: "State", width: 80 },
    { title: "Amount", numeric: true, width: 105 },
  ];
  const rows = document.settlements.map((settlement) => {
    const { method, on, reference, stateWords } = settlement;
    const what = isNote ? [reference ?? ""] : [method];
    const about = isNote ? [] : [reference ?? ""];
    return { cells: [...what, on ? formatDay(on) : "", ...about, stateWords, amount(settlement.amount)] };
  });
  return { title, content: [tableBlock(columns, rows)] };
}

function remitTo({ name, lines, bank, email }: Brand["remitTo"], number: string): PdfSection {
  const account = [
    { term: "Bank", value: bank.name },
    { term: "Routing", value: bank.routing },
    { term: "Account", value: bank.account },
    ...(bank.swift ? [{ term: "SWIFT", value: bank.swift }] : []),
    { term: "Reference", value: number },
  ];
  return {
    title: "Where to remit",
    content: [
      textBlock(name, { strong: true }),
      textBlock(lines.join(", ")),
      factsBlock(account, account.length),
      textBlock(`Questions, or the full account number: ${email}`, { muted: true }),
    ],
  };
}
