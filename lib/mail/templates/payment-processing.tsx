import type { PaymentMethod } from "@/db/schema/constants";
import { formatDay } from "@/lib/kit/time";
import { PAYMENT_METHOD_WORDS } from "@/lib/money/payments/rules";
import { BrandedMail } from "./branded-mail";
import { Facts, Greeting, Paragraph } from "./parts";
import { fact, inMoney, invoiceLines, PaymentAction, type PaymentMailProps } from "./payment-parts";
import type { MailTemplate } from "./template";

interface PaymentProcessingProps extends PaymentMailProps {
  readonly method: PaymentMethod;
  readonly expectedOn: string | null;
}

export const paymentProcessing: MailTemplate<PaymentProcessingProps> = {
  subject: ({ reference, amountMinor, currency }) =>
    `Your payment ${reference} of ${inMoney(amountMinor, currency)} is on its way`,
  body: (props, { brand, toName }) => (
    <BrandedMail
      brand={brand}
      title="Your payment is on its way"
      preheader="Your bank is processing it. A receipt follows when it has arrived."
    >
      <Greeting name={toName} />
      <Paragraph>
        You have paid {inMoney(props.amountMinor, props.currency)} to {brand.name} for {props.companyName}. Your bank is
        processing it
        {props.expectedOn === null ? "" : `; it should arrive by ${formatDay(props.expectedOn)}`}. There is nothing to
        do. You get a receipt when it has arrived.
      </Paragraph>
      <Facts
        rows={[
          ["Reference", props.reference],
          ["Paid by", PAYMENT_METHOD_WORDS[props.method]],
          ["Amount", inMoney(props.amountMinor, props.currency)],
          ...fact("Invoices", invoiceLines(props.lines, props.currency)),
        ]}
      />
      <PaymentAction brand={brand} reference={props.reference} />
    </BrandedMail>
  ),
};
