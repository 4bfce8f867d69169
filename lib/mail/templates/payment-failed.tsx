import { failureWords } from "@/lib/money/payments/rules";
import { routes } from "@/lib/routes";
import { BrandedMail } from "./branded-mail";
import { Action, Facts, Greeting, Paragraph } from "./parts";
import { fact, inMoney, invoiceLines, type PaymentMailProps } from "./payment-parts";
import type { MailTemplate } from "./template";

interface PaymentFailedProps extends PaymentMailProps {
  readonly failureCode: string | null;
}

export const paymentFailed: MailTemplate<PaymentFailedProps> = {
  subject: ({ reference, amountMinor, currency }) =>
    `Your payment ${reference} of ${inMoney(amountMinor, currency)} did not go through`,
  body: (props, { brand, toName }) => {
    const { what, todo } = failureWords(props.failureCode);
    return (
      <BrandedMail
        brand={brand}
        title="Your payment did not go through"
        preheader="No money has come in. The invoices are still to be paid."
      >
        <Greeting name={toName} />
        <Paragraph>
          Your payment of {inMoney(props.amountMinor, props.currency)} to {brand.name} for {props.companyName} did not
          go through, and the invoices are still to be paid.
        </Paragraph>
        <Facts
          rows={[
            ["What happened", what],
            ["What to do", todo],
            ["Reference", props.reference],
            ...fact("Invoices", invoiceLines(props.lines, props.currency)),
          ]}
        />
        <Action brand={brand} href={`${brand.origin}${routes.payment(props.reference)}`} label="Pay again" />
      </BrandedMail>
    );
  },
};
