import { amountCell, type CsvCell } from "@/lib/kit/csv";
import type { Money } from "@/lib/kit/money";
import { AGEING_WORDS } from "@/lib/money/invoices/ageing/rules";
import type { Statement } from "@/lib/money/statements/rules";
import { chargeOf, paymentOf, tieOutSums } from "@/lib/money/statements/rules";

export const STATEMENT_CSV_HEADER = ["Date", "What", "Reference", "Charge", "Payment", "Balance", "Currency"] as const;

/**
 * The statement as rows: opening balance, every movement, closing balance, then what the closing balance is made of and
 * its ageing. Charges less payments is closing less opening: what follows the closing balance is in column Balance alone.
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
