import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { cancelPaymentAction, continuePaymentAction } from "@/lib/money/payments/checkout/actions";

interface Props {
  paymentId: string;
  reference: string;
  /** The viewer started this payment; nobody else may continue it. */
  isOwn: boolean;
  /** The viewer may spend the company's money. */
  mayPay: boolean;
}

/** Continue or cancel a started payment. */
export function PaymentButtons({ paymentId, reference, isOwn, mayPay }: Props) {
  if (!mayPay) return null;
  return (
    <div className="flex flex-wrap items-start gap-2">
      {isOwn && (
        <ActionForm action={continuePaymentAction} label={`Continue payment ${reference}`} className="grid gap-3">
          <input type="hidden" name="paymentId" value={paymentId} />
          <SubmitButton pendingLabel="Opening the checkout">Continue</SubmitButton>
        </ActionForm>
      )}
      <ActionForm action={cancelPaymentAction} label={`Cancel payment ${reference}`} className="grid gap-3">
        <input type="hidden" name="paymentId" value={paymentId} />
        <SubmitButton variant="secondary" pendingLabel="Cancelling">
          Cancel payment
        </SubmitButton>
      </ActionForm>
    </div>
  );
}
