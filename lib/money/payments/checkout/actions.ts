"use server";

import { defineAction } from "@/lib/gate/actions/define";
import { cancelPayment, continuePayment } from "@/lib/money/payments/checkout/control/service";
import { applyCredit } from "@/lib/money/payments/checkout/credits/service";
import { cancelCheckout, openCheckout } from "@/lib/money/payments/stripe/checkout";
import { StripeNotReached } from "@/lib/money/payments/stripe/checkout-errors";
import { routes } from "@/lib/routes";
import { applyCreditSchema, paymentSchema, startPaymentSchema } from "./schema";
import { startPayment } from "./service";

export const startPaymentAction = defineAction({
  name: "payment.start",
  audience: "client",
  input: startPaymentSchema,
  limit: "paymentByAccount",
  run: startPayment,
  then: async ({ paymentId, reference, state }) => {
    if (state !== "started") return routes.payment(reference);
    try {
      return await openCheckout(paymentId);
    } catch (error) {
      // The payment already has its invoices, so a reloaded pay page has no form for them. The payment's own page tells
      // that Stripe was not reached.
      if (error instanceof StripeNotReached) return routes.paymentUnreached(reference);
      throw error;
    }
  },
});

export const continuePaymentAction = defineAction({
  name: "payment.continue",
  audience: "client",
  input: paymentSchema,
  limit: "paymentByAccount",
  run: continuePayment,
  then: ({ paymentId, reference, state }) =>
    state === "started" ? openCheckout(paymentId) : routes.payment(reference),
});

export const cancelPaymentAction = defineAction({
  name: "payment.cancel",
  audience: "client",
  input: paymentSchema,
  limit: "paymentByAccount",
  run: cancelPayment,
  then: async ({ paymentId, reference, state }) => {
    if (state === "started") await cancelCheckout(paymentId);
    return routes.payment(reference);
  },
});

export const applyCreditAction = defineAction({
  name: "credit.apply",
  audience: "client",
  input: applyCreditSchema,
  limit: "workByAccount",
  run: applyCredit,
  then: (number) => routes.invoice(number),
});
