import { MONEY, OUTSIDERS, type Threat, t } from "./threat";

export const PAYMENTS: readonly Threat[] = [
  t(
    63,
    "a forged event",
    [OUTSIDERS, "a webhook takes nothing but what Stripe signed for that brand"],
    ["lib/kit/stripe-accounts.test.ts", "have a key and non-empty secrets, or are refused"],
  ),
  t(64, "one event many times", [
    `${MONEY}/payments/stripe/webhook.test.ts`,
    "twenty copies of one Stripe event at once make one row, one job, one payment and one receipt",
  ]),
  t(65, "an event of the other brand", [
    `${MONEY}/payments/stripe/strangers.test.ts`,
    "of one brand at the other brand's address changes nothing",
  ]),
  t(66, "events in any order", [
    `${MONEY}/payments/stripe/events.test.ts`,
    "does not matter: every permutation of a card payment's events, doubled, ends the same",
  ]),
  t(
    67,
    "no event at all",
    [`${MONEY}/payments/stripe/reconcile.test.ts`, "settles a payment of which no webhook told"],
    ["tests/e2e/money/payments.spec.ts", "while no webhook of Stripe has arrived nothing is said to be paid"],
  ),
  t(
    68,
    "a crash between storing and applying",
    [
      `${MONEY}/payments/stripe/strangers.test.ts`,
      "between storing and applying the event is done once by the next run",
    ],
    [
      `${MONEY}/payments/settlement/kill.test.ts`,
      "every payment is settled once, wherever the process that settles it is killed",
    ],
    [`${MONEY}/payments/staff/detail.test.ts`, "are counted where given up on the reader's own brands"],
  ),
  t(
    69,
    "an invoice that is not to be paid",
    [`${MONEY}/payments/checkout/start-payment.test.ts`, "an invoice that can't be paid"],
    [`${MONEY}/payments/checkout/plan.property.test.ts`, "of invoices make a plan that is exact to the cent"],
  ),
  t(
    70,
    "an amount that the client names",
    [`${MONEY}/payments/checkout/start-payment.test.ts`, "is checked against the balance read under the lock"],
    [`${MONEY}/payments/checkout/start-payment.test.ts`, "is somebody whose choice includes another company's invoice"],
  ),
  t(
    71,
    "one invoice paid twice at once",
    [`${MONEY}/payments/checkout/one-charge.test.ts`, "is made for a double click, sent twenty times at once"],
    [`${MONEY}/payments/checkout/one-charge.test.ts`, "is made for two colleagues at once"],
  ),
  t(
    72,
    "money that goes back",
    [`${MONEY}/payments/settlement/back.test.ts`, "takes from the last invoice first, by day"],
    [`${MONEY}/payments/settlement/back.test.ts`, "takes the money back when it is lost, without a mail"],
  ),
  t(73, "a ledger that differs from Stripe's", [
    `${MONEY}/payments/stripe/reconcile.test.ts`,
    "reports a charge that is not in the ledger, and settles it",
  ]),
  t(74, "card data", [
    `${MONEY}/payments/stripe/strangers.test.ts`,
    "nothing that Stripe says of people or cards is written to the log",
  ]),
];
