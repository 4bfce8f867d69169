import { amountCell, type CsvCell } from "@/lib/kit/csv";
import type { Money } from "@/lib/kit/money";
import { AGEING_WORDS } from "@/lib/money/invoices/ageing/rules";
import type { Statement } from "@/lib/money/statements/rules";
import { chargeOf, paymentOf, tieOutSums } from "@/lib/money/statements/rules";

export const STATEMENT_CSV_HEADER = ["Date", "What", "Reference", "Charge", "Payment", "Balance", "Currency"] as const;

/**
 * The statement as rows: opening balance, every movement, closing balance, then the parts of the closing balance and
 * its ageing. The sum of charges less the sum of payments equals closing less opening balance, because the rows after
 * the closing balance have an amount in the column Balance only.
 */
export function* statementRows(statement: Statement): Generator<readonly CsvCell[]> {
  const { from, to, currency, opening, closing, movements, ageing } = statement;
  const standing = (on: string, what: string, amount: Money): readonly CsvCell[] => [
    ...[on, what, null, null, null],
    ...[amountCell(amount), currency],
  ];
  yield standing(from, "Opening balance", opening);
  for (const movement of movements) {
    const charge = chargeOf(movement);
    const payment = paymentOf(movement);
    yield [
      ...[movement.on, movement.words, movement.reference],
      ...[charge && amountCell(charge), payment && amountCell(payment), amountCell(movement.balance), currency],
    ];
  }
  yield standing(to, "Closing balance", closing);
  for (const { term, value } of tieOutSums(statement)) yield standing(to, term, value);
  for (const { bucket, amount } of ageing.lines) yield standing(to, AGEING_WORDS[bucket], amount);
}
