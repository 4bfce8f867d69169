import { z } from "zod";
import * as cell from "../cells";
import { need, toMinor } from "../merge-cells";

/** Cells of a line of a document, beside the document's key. */
export const LINE_CELLS = {
  line: cell.wholeNumber(1, 100_000),
  description: cell.paragraph().optional(),
  quantity: cell.quantity().optional(),
  unit_price: cell.amount().optional(),
  amount: cell.amount().optional(),
  removed: cell.yesNo().optional(),
};

const cells = z.object(LINE_CELLS);

interface LineValues {
  readonly description: string;
  readonly quantity: string;
  readonly unitPriceMinor: number;
  readonly amountMinor: number;
}

export const LINE_FIELDS = [
  "description",
  "quantity",
  "unitPriceMinor",
  "amountMinor",
] as const satisfies readonly (keyof LineValues)[];

/** A decimal as the database writes it, with four digits after the point. */
function fixedQuantity(text: string): string {
  const [whole = "0", fraction = ""] = text.split(".");
  const fixed = `${whole.replace(/^(-?)0+(?=\d)/, "$1")}.${fraction.padEnd(4, "0")}`;
  return fixed === "-0.0000" ? "0.0000" : fixed;
}

/** The facts of the line that result from the row, in the document's currency. A pure function. */
export function mergeLine(
  row: z.infer<typeof cells>,
  stored: LineValues | undefined,
  currency: string,
): LineValues & { lineNumber: number } {
  const minor = (column: "unit_price" | "amount", before: number | undefined) =>
    need(column, toMinor(column, row[column], currency), before);
  return {
    lineNumber: row.line,
    description: need("description", row.description, stored?.description),
    quantity: need("quantity", row.quantity === undefined ? undefined : fixedQuantity(row.quantity), stored?.quantity),
    unitPriceMinor: minor("unit_price", stored?.unitPriceMinor),
    amountMinor: minor("amount", stored?.amountMinor),
  };
}
