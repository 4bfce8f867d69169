import { formatDay } from "@/lib/kit/time";
import { BrandedMail } from "./branded-mail";
import { Facts, Greeting, Paragraph } from "./parts";
import { fact, inMoney, invoiceLines, PaymentAction, type PaymentMailProps } from "./payment-parts";
import type { MailTemplate } from "./template";

interface PaymentRefundedProps extends PaymentMailProps {
  readonly refundMinor: number;
  readonly on: string;
}

export const paymentRefunded: MailTemplate<PaymentRefundedProps> = {
  subject: ({ reference, refundMinor, currency }) =>
    `Refund of ${inMoney(refundMinor, currency)} for your payment ${reference}`,
  body: (props, { brand, toName }) => (
    <BrandedMail
      brand={brand}
      title={`Refund of ${inMoney(props.refundMinor, props.currency)}`}
      preheader={`${brand.name} has sent back money of your payment ${props.reference}.`}
    >
      <Greeting name={toName} />
      <Paragraph>
        {brand.name} has sent back{" "}
        {props.refundMinor === props.amountMinor
          ? `your payment of ${inMoney(props.amountMinor, props.currency)}`
          : `${inMoney(props.refundMinor, props.currency)} of your payment of ${inMoney(props.amountMinor, props.currency)}`}{" "}
        for {props.companyName}. It goes to the card or bank account that you paid with; your bank shows it within a few
        days.
      </Paragraph>
      <Facts
        rows={[
          ["Reference", props.reference],
          ["Refunded", formatDay(props.on)],
          ["Amount", inMoney(props.refundMinor, props.currency)],
          ...fact("Invoices that it no longer pays", invoiceLines(props.lines, props.currency)),
        ]}
      />
      <PaymentAction brand={brand} reference={props.reference} />
    </BrandedMail>
  ),
};
