import { routes } from "@/lib/routes";
import { declare } from "./kind-facts";
import { arrived, failed, wentBack } from "./notice-words";
import { MAIL_PROPS } from "./props";

const RECORDS = "Mails about your payments are part of your records.";
const ordinary = { sender: "support", secret: false, byDefault: true, daily: false } as const;
const ofPayment = { ...ordinary, audience: "payer", fixed: RECORDS } as const;

/** Kinds of mail about what became of a payment. */
export const PAYMENT_KINDS = {
  "payment-receipt": declare({
    ...ofPayment,
    label: "Receipts",
    help: "When a payment that you made has arrived.",
    props: MAIL_PROPS["payment-receipt"],
    notice: (props) => ({ title: arrived(props), path: routes.payment(props.reference) }),
  }),
  "payment-processing": declare({
    ...ofPayment,
    label: "Payments on their way",
    help: "When your bank has begun to process a payment that you made.",
    props: MAIL_PROPS["payment-processing"],
    notice: null,
  }),
  "payment-failed": declare({
    ...ofPayment,
    label: "Failed payments",
    help: "When a payment that you made did not go through.",
    props: MAIL_PROPS["payment-failed"],
    notice: (props) => ({ title: failed(props), path: routes.payment(props.reference) }),
  }),
  "payment-refunded": declare({
    ...ofPayment,
    label: "Refunds",
    help: "When money of a payment that you made went back.",
    props: MAIL_PROPS["payment-refunded"],
    notice: (props) => ({ title: wentBack(props), path: routes.payment(props.reference) }),
  }),
};
