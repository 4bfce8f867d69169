import type { PaymentMethod } from "@/db/schema/constants";
import { formatDay } from "@/lib/kit/time";
import { PAYMENT_METHOD_WORDS } from "@/lib/money/payments/rules";
import { BrandedMail } from "./branded-mail";
import { Facts, Greeting, Paragraph } from "./parts";
import { fact, inMoney, invoiceLines, PaymentAction, type PaymentMailProps } from "./payment-parts";
import type { MailTemplate } from "./template";

interface PaymentReceiptProps extends PaymentMailProps {
  readonly method: PaymentMethod;
  readonly on: string;
  readonly creditMinor: number;
  readonly poNumber: string | null;
  readonly note: string | null;
}

/** The only mail about a payment whose subject begins with "Receipt". */
export const paymentReceipt: MailTemplate<PaymentReceiptProps> = {
  subject: ({ reference, amountMinor, currency }) =>
    `Receipt for your payment ${reference} of ${inMoney(amountMinor, currency)}`,
  body: (props, { brand, toName }) => (
    <BrandedMail
      brand={brand}
      title={`Receipt for ${inMoney(props.amountMinor, props.currency)}`}
      preheader={`${brand.name} has received your payment ${props.reference}.`}
    >
      <Greeting name={toName} />
      <Paragraph>
        {brand.name} has received your payment of {inMoney(props.amountMinor, props.currency)} for {props.companyName}.
        Thank you.
      </Paragraph>
      <Facts
        rows={[
          ["Reference", props.reference],
          ["Received", formatDay(props.on)],
          ["Paid by", PAYMENT_METHOD_WORDS[props.method]],
          ["Amount", inMoney(props.amountMinor, props.currency)],
          ...fact("Invoices", invoiceLines(props.lines, props.currency)),
          ...fact("Kept as credit", props.creditMinor > 0 ? inMoney(props.creditMinor, props.currency) : null),
          ...fact("Your PO number", props.poNumber),
          ...fact("Your note", props.note),
        ]}
      />
      {props.creditMinor > 0 && (
        <Paragraph>
          The credit is what the invoices no longer owed when the payment came. You can apply it to another invoice in
          the portal.
        </Paragraph>
      )}
      <PaymentAction brand={brand} reference={props.reference} />
    </BrandedMail>
  ),
};
