"use client";

import { useEffect, useRef, useState } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField, TextField } from "@/components/forms/fields";
import { useField } from "@/components/forms/form-context";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { formatMoney, money } from "@/lib/kit/money";
import { startPaymentAction } from "@/lib/money/payments/checkout/actions";
import { judgeAmount, totalFault } from "@/lib/money/payments/checkout/rules";
import { routes } from "@/lib/routes";
import { AllocationTable, type PayFormRow } from "./allocation-table";

interface Props {
  /** Made on the server with the page, so that a form sent twice makes one payment. */
  paymentId: string;
  rows: readonly PayFormRow[];
  currency: string;
  /** Show the currency's code. */
  code: boolean;
  /** Smallest partial amount of an invoice in minor units; null where only whole balances can be paid. */
  leastPartMinor: number | null;
  /** Amounts as typed before, one for each row. */
  amounts: readonly string[];
  poNumber: string;
  note: string;
}

/**
 * Pays several invoices with one charge. The button names the exact sum: with scripts it follows the amounts, without
 * them **Update amounts** computes it. The amounts as typed are what is paid; Stripe's page names the sum again before
 * the charge.
 */
export function PayForm({ paymentId, amounts, poNumber, note, ...rest }: Props) {
  return (
    <ActionForm
      action={startPaymentAction}
      label="Payment"
      values={{ "amount[]": amounts, poNumber, note }}
      className="grid gap-6"
    >
      <Fields paymentId={paymentId} {...rest} />
    </ActionForm>
  );
}

function Fields({ paymentId, rows, currency, code, leastPartMinor }: Omit<Props, "amounts" | "poNumber" | "note">) {
  // Stays the same after a refusal, so that the server knows a repeat.
  const id = useField("paymentId").value ?? paymentId;
  const kept = useField("amount[]").values;
  const frame = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState<readonly string[]>(() => rows.map((_, index) => kept[index] ?? ""));
  const choice = useField("invoice");

  useEffect(() => {
    const read = () => {
      const fields = [...(frame.current?.querySelectorAll<HTMLInputElement>('input[name="amount[]"]') ?? [])];
      setTyped(fields.map((field) => field.value));
    };
    const element = frame.current;
    // Amounts may have been typed before scripts ran, or restored by the browser's Back.
    read();
    element?.addEventListener("input", read);
    window.addEventListener("pageshow", read);
    return () => {
      element?.removeEventListener("input", read);
      window.removeEventListener("pageshow", read);
    };
  }, []);

  const judged = rows.map((row, index) =>
    judgeAmount(typed[index] ?? "", { balanceMinor: row.balanceMinor, currency, leastPartMinor }),
  );
  const sum = judged.reduce<number | null>(
    (total, entry) => (total === null || "fault" in entry ? null : total + entry.minor),
    0,
  );
  const unfit = sum === null ? null : totalFault(sum, currency);
  const total = sum === null ? null : formatMoney(money(sum, currency), { code });
  return (
    <div ref={frame} className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <input type="hidden" name="paymentId" value={id} />
      <Panel title="What you pay" flush>
        <AllocationTable rows={rows} judged={judged} typed={typed} currency={currency} code={code} total={sum} />
        <div className="grid gap-2 border-t border-line px-4 py-3 text-sm text-muted">
          <p>
            {leastPartMinor === null
              ? "Each invoice is paid as a whole."
              : `To pay part of an invoice, change its amount: at least ${formatMoney(money(leastPartMinor, currency), { code })}, or all of its balance.`}
          </p>
          <FieldError id={undefined} errors={choice.errors} />
        </div>
      </Panel>
      <Panel title="With your payment">
        <div className="grid gap-5">
          <TextField name="poNumber" label="PO number" optional maxLength={60} autoComplete="off" />
          <TextAreaField
            name="note"
            label="Remittance note"
            help="Goes to accounts receivable with the payment."
            optional
            rows={3}
            maxLength={500}
          />
          {unfit && (
            <p role="status" className="text-sm text-danger">
              {unfit}
            </p>
          )}
          <noscript>
            <Button type="submit" formMethod="get" formAction={routes.pay()} className="w-full">
              Update amounts
            </Button>
          </noscript>
          <SubmitButton className="w-full" pendingLabel="Opening the checkout">
            {total === null ? "Pay" : `Pay ${total}`}
          </SubmitButton>
          <p className="text-sm text-muted">
            Stripe's payment page opens next: {currency === "USD" ? "by card or US bank account" : "by card"}. Nothing
            is charged before you confirm there.
          </p>
        </div>
      </Panel>
    </div>
  );
}
