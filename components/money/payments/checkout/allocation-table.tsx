"use client";

import { useState } from "react";
import { useField } from "@/components/forms/form-context";
import { FieldError } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import { Table, Tbody, Td, Tfoot, Th, Thead, Tr } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatMoney, money } from "@/lib/kit/money";
import { groupedAmount, type JudgedAmount } from "@/lib/money/payments/checkout/rules";
import { routes } from "@/lib/routes";

/** An invoice of the pay form. Days are worded on the server, so that the browser needs no calendar. */
export interface PayFormRow {
  readonly number: string;
  readonly dueOn: string;
  /** `Nov 21, 2026`. */
  readonly dueText: string;
  /** `Overdue by 12 days`. */
  readonly dueWords: string | null;
  readonly balanceMinor: number;
}

interface Props {
  rows: readonly PayFormRow[];
  /** For each row, its amount as read and what is wrong with it. */
  judged: readonly JudgedAmount[];
  typed: readonly string[];
  currency: string;
  code: boolean;
  /** Minor units; null while an amount cannot be read. */
  total: number | null;
}

/** Each invoice with its balance before and after the payment, and a field for the amount. */
export function AllocationTable({ rows, judged, typed, currency, code, total }: Props) {
  const show = (minor: number | null) => (minor === null ? "–" : formatMoney(money(minor, currency), { code }));
  const before = rows.reduce((sum, row) => sum + row.balanceMinor, 0);
  return (
    <Table caption="What you pay">
      <Thead>
        <Th>Invoice</Th>
        <Th>Due</Th>
        <Th numeric>Balance before</Th>
        <Th numeric>Amount</Th>
        <Th numeric>Balance after</Th>
      </Thead>
      <Tbody>
        {rows.map((row, index) => {
          const entry = judged[index];
          const amount = entry && "minor" in entry ? entry.minor : null;
          return (
            <Tr key={row.number}>
              <Td lead>
                <input type="hidden" name="invoice[]" value={row.number} />
                <TextLink href={routes.invoice(row.number)} className="tabular whitespace-nowrap">
                  {row.number}
                </TextLink>
              </Td>
              <Td label="Due">
                <span className="flex flex-wrap items-baseline justify-end gap-x-3 md:justify-start">
                  <time dateTime={row.dueOn} className="tabular whitespace-nowrap">
                    {row.dueText}
                  </time>
                  {row.dueWords && <span className="text-xs text-muted">{row.dueWords}</span>}
                </span>
              </Td>
              <Td label="Balance before" numeric>
                {show(row.balanceMinor)}
              </Td>
              <Td label="Amount" numeric className="md:w-44">
                <AmountField row={row} index={index} judged={entry} typed={typed[index] ?? ""} currency={currency} />
              </Td>
              <Td label="Balance after" numeric>
                {show(amount === null ? null : row.balanceMinor - amount)}
              </Td>
            </Tr>
          );
        })}
      </Tbody>
      <Tfoot>
        <Tr className="font-semibold">
          <Td lead>Total</Td>
          <Td />
          <Td label="Balance before" numeric>
            {show(before)}
          </Td>
          <Td label="Amount" numeric>
            {show(total)}
          </Td>
          <Td label="Balance after" numeric>
            {show(total === null ? null : before - total)}
          </Td>
        </Tr>
      </Tfoot>
    </Table>
  );
}

interface AmountProps {
  row: PayFormRow;
  index: number;
  judged: JudgedAmount | undefined;
  typed: string;
  currency: string;
}

/** Shows an error of this browser once the field is left, and an error of the server until the amount is changed. */
function AmountField({ row, index, judged, typed, currency }: AmountProps) {
  const refused = useField(`amount.${index}`);
  const kept = useField("amount[]").values[index] ?? groupedAmount(row.balanceMinor, currency);
  const fault = judged && "fault" in judged ? judged.fault : null;
  // An amount that is wrong at first was typed on an earlier page, so its error is shown at once.
  const [left, setLeft] = useState(fault !== null);
  const errors = left && fault ? [fault] : typed === kept ? refused.errors : [];
  const errorId = errors.length > 0 ? `${refused.id}-error` : undefined;
  return (
    <span className="grid min-w-0 flex-1 justify-items-end gap-1 whitespace-normal">
      <TextInput
        id={refused.id}
        name="amount[]"
        defaultValue={kept}
        aria-label={`Amount for ${row.number}`}
        aria-describedby={errorId}
        aria-invalid={errorId ? true : undefined}
        inputMode="decimal"
        autoComplete="off"
        maxLength={40}
        className="tabular w-40 max-w-full rounded-sm text-right"
        onBlur={() => setLeft(true)}
        onFocus={(event) => event.currentTarget.select()}
      />
      {errorId && (
        <span className="max-w-40 text-left">
          <FieldError id={errorId} errors={errors} />
        </span>
      )}
    </span>
  );
}
