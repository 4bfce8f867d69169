import { and, eq } from "drizzle-orm";
import { payments } from "@/db/schema";
import type { ClientViewer } from "@/db/viewer";
import { AppError } from "@/lib/errors";
import type { WriteContext } from "@/lib/gate/actions/define";
import { audit } from "@/lib/gate/audit/record";
import { mayPay } from "@/lib/money/payments/checkout/policy";
import type { PaymentInput } from "@/lib/money/payments/checkout/schema";
import type { StartedPayment } from "@/lib/money/payments/checkout/service";
import { visiblePayments } from "@/lib/money/payments/policy";

/**
 * The payment that its own payer wants to continue. Throws AppError NOT_FOUND for the payment of anybody else, also of
 * a colleague, because whoever has the address of a checkout can pay there.
 */
export async function continuePayment(
  context: WriteContext<ClientViewer>,
  { paymentId }: PaymentInput,
): Promise<StartedPayment> {
  const payment = await findPortalPayment(context, paymentId);
  if (payment.contactId !== context.viewer.contactId) throw missing();
  return payment;
}

/**
 * A payment of the company that the payer, or a colleague with the right to pay, wants to cancel. Throws NOT_FOUND for
 * a payment of another company.
 */
export async function cancelPayment(
  context: WriteContext<ClientViewer>,
  { paymentId }: PaymentInput,
): Promise<StartedPayment> {
  const payment = await findPortalPayment(context, paymentId);
  if (payment.state === "started") {
    await audit(context, {
      brand: context.brand.key,
      action: "payment.cancel-asked",
      entity: "payment",
      entityId: payment.paymentId,
      details: { reference: payment.reference },
    });
  }
  return payment;
}

async function findPortalPayment({ viewer, db, brand }: WriteContext<ClientViewer>, paymentId: string) {
  if (!mayPay(viewer)) throw missing();
  const [row] = await db
    .select()
    .from(payments)
    .where(
      and(
        visiblePayments(viewer),
        eq(payments.brand, brand.key),
        eq(payments.id, paymentId),
        eq(payments.source, "portal"),
      ),
    );
  if (!row?.reference) throw missing();
  return { paymentId: row.id, reference: row.reference, state: row.state, contactId: row.contactId };
}

const missing = () => new AppError("NOT_FOUND", "There is no such payment.");
