import type { Brand } from "@/lib/gate/brand/types";
import { formatMoney, type Money } from "@/lib/kit/money";
import { formatDay, zoneName } from "@/lib/kit/time";
import { sumsBlock, tableBlock, textBlock } from "@/lib/pdf/blocks";
import type { BrandedDocument, PdfSection } from "@/lib/pdf/document";
import type { EstimateDocument } from "./queries";
import type { EstimateStatus } from "./rules";

/** The state of the estimate in a sentence that stands without a link. */
function statusWords(status: EstimateStatus, expiresOn: string, zone: string): string {
  const last = formatDay(expiresOn);
  switch (status) {
    case "Open":
      return `This estimate can be accepted until the end of ${last}, ${zoneName(zone)} time.`;
    case "Expired":
      return `This estimate ended on ${last} and can no longer be accepted.`;
    case "Accepted":
      return "This estimate is accepted.";
    case "Declined":
      return "This estimate was declined.";
    case "Withdrawn":
      return "This estimate was taken back and can no longer be accepted.";
  }
}

/**
 * An estimate as a PDF, with the content of its page. `today` is `YYYY-MM-DD` in the brand's zone. Amounts have their
 * currency code.
 */
export function estimatePdf(
  estimate: EstimateDocument,
  brand: Pick<Brand, "name" | "theme" | "zone" | "supportMailbox">,
  today: string,
): BrandedDocument {
  return {
    brand,
    title: `Estimate ${estimate.number}`,
    subtitle: estimate.title,
    createdOn: today,
    facts: [
      { term: "Status", value: estimate.status, strong: true },
      { term: "Total", value: formatMoney(estimate.total, { code: true }), strong: true },
      { term: "Valid until", value: formatDay(estimate.expiresOn), detail: estimate.timeLeft },
      { term: "Estimate", value: estimate.number },
      { term: "Issued", value: formatDay(estimate.issuedOn) },
      { term: "Company", value: estimate.companyName },
    ],
    sections: [
      ...lines(estimate),
      {
        title: null,
        content: [
          textBlock(statusWords(estimate.status, estimate.expiresOn, brand.zone)),
          textBlock(`For a question, write to ${brand.supportMailbox}.`, { muted: true }),
        ],
      },
    ],
  };
}

/** The lines with the total; nothing for an estimate that came without lines. */
function lines({ lines, beyondLines, total }: EstimateDocument): PdfSection[] {
  if (lines.length === 0) return [];
  const amount = (value: Money) => formatMoney(value, { code: true });
  const columns = [
    { title: "Description" },
    { title: "Quantity", numeric: true, width: 70 },
    { title: "Unit price", numeric: true, width: 105 },
    { title: "Amount", numeric: true, width: 105 },
  ];
  const rows = lines.map((line) => ({
    cells: [line.description, line.quantity, amount(line.unitPrice), amount(line.amount)],
  }));
  const sums = [
    ...(beyondLines ? [{ term: "Tax and other amounts", value: amount(beyondLines) }] : []),
    { term: "Total", value: amount(total), strong: true },
  ];
  return [{ title: "Lines", content: [tableBlock(columns, rows), sumsBlock(sums)] }];
}
