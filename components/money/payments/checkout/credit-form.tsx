import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { formatMoney, type Money } from "@/lib/kit/money";
import { formatDay } from "@/lib/kit/time";
import { applyCreditAction } from "@/lib/money/payments/checkout/actions";
import type { PayableInvoice } from "@/lib/money/payments/checkout/queries";
import { groupedAmount } from "@/lib/money/payments/checkout/rules";

interface Props {
  /** Made on the server with the page, so that a form sent twice applies the credit once. */
  formId: string;
  paymentId: string;
  reference: string | null;
  left: Money;
  /** Payable ones in the credit's currency, the earliest due day first; at least one. */
  invoices: readonly PayableInvoice[];
  code: boolean;
}

/** Allocates a credit, or part of it, to an invoice. */
export function CreditForm({ formId, paymentId, reference, left, invoices, code }: Props) {
  const most = Math.min(left.minor, invoices[0]?.balance.minor ?? left.minor);
  return (
    <ActionForm
      action={applyCreditAction}
      formId={formId}
      label={reference ? `Apply the credit of ${reference}` : "Apply this credit"}
      values={{ amount: groupedAmount(most, left.currency) }}
      className="grid gap-4"
    >
      <input type="hidden" name="paymentId" value={paymentId} />
      <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_10rem_auto]">
        <SelectField name="invoice" label="Invoice">
          {invoices.map((invoice) => (
            <option key={invoice.number} value={invoice.number}>
              {`${invoice.number}, ${formatMoney(invoice.balance, { code })}, due ${formatDay(invoice.dueOn)}`}
            </option>
          ))}
        </SelectField>
        <TextField
          name="amount"
          label="Amount"
          inputMode="decimal"
          autoComplete="off"
          maxLength={40}
          className="tabular"
        />
        <div className="sm:pt-[1.625rem]">
          <SubmitButton variant="secondary" className="w-full" pendingLabel="Applying">
            Apply credit
          </SubmitButton>
        </div>
      </div>
    </ActionForm>
  );
}
