import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { needsCode } from "@/components/money/invoices/mixed";
import { NextStep } from "@/components/money/payments/checkout/next-step";
import { PaymentFacts } from "@/components/money/payments/checkout/payment-facts";
import { PaymentLines } from "@/components/money/payments/checkout/payment-lines";
import { PaymentReturns } from "@/components/money/payments/checkout/payment-returns";
import { PaymentStatePanel } from "@/components/money/payments/checkout/payment-state";
import { Callout } from "@/components/ui/callout";
import { PageHeader } from "@/components/ui/page-header";
import { asViewer } from "@/lib/gate/actions/context";
import { businessToday } from "@/lib/kit/time";
import { together } from "@/lib/kit/together";
import { countOverdue } from "@/lib/money/invoices/queries";
import { isPayOffered, mayPay } from "@/lib/money/payments/checkout/policy";
import { parsePaymentReference } from "@/lib/money/payments/checkout/schema";
import { findPayment } from "@/lib/money/payments/detail/queries";
import { routes } from "@/lib/routes";

// Without the reference: the title is sent with a 404 too, and must not tell whether the payment exists.
export const metadata: Metadata = { title: "Payment" };

interface Props {
  params: Promise<{ reference: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/**
 * A payment; Stripe's checkout returns here too. The page only reads: that money came is known from Stripe alone, never
 * from the return.
 */
export default async function PaymentPage({ params, searchParams }: Props) {
  const reference = parsePaymentReference((await params).reference);
  const { checkout } = await searchParams;
  const { brand, viewer, account, payment, overdue } = await asViewer(
    "client",
    async (context, { brand, viewer, signedIn }) => ({
      brand,
      viewer,
      account: signedIn.account,
      ...(await together({
        payment: reference ? findPayment(context, { brand: brand.key, reference }) : null,
        overdue: countOverdue(context, businessToday(brand.zone)),
      })),
    }),
  );
  if (!payment) notFound();
  const zone = account.timeZone ?? brand.zone;
  const code = needsCode([payment.amount], brand.currency);
  return (
    <>
      <PageHeader back={{ href: routes.invoices, label: "Invoices" }} title={`Payment ${payment.reference}`} />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-6">
          {payment.state === "started" && payment.isOwn && checkout === "unreached" && (
            <Callout tone="warning" title="Stripe could not be reached" role="alert">
              Nothing was charged. Your payment is kept with all that you entered: continue it in a moment.
            </Callout>
          )}
          <PaymentStatePanel
            payment={payment}
            code={code}
            zone={zone}
            mayPay={mayPay(viewer)}
            payAgain={isPayOffered(viewer)}
            isWaiting={payment.state === "started" && checkout === "done"}
            receiptTo={payment.isOwn ? account.email : payment.contactName}
          />
          <NextStep payment={payment} overdue={overdue} />
          <PaymentLines payment={payment} code={code} />
          <PaymentReturns payment={payment} code={code} />
        </div>
        <PaymentFacts payment={payment} code={code} zone={zone} />
      </div>
    </>
  );
}
