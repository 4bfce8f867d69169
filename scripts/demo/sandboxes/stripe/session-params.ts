import { z } from "zod";
import { badRequest } from "./errors";
import type { FormObject } from "./form";
import { emailAddress, flag, integer, metadata, parseParams, refuse, text, webAddress } from "./params";

const MIN_LIFE_SECONDS = 30 * 60;
const MAX_LIFE_SECONDS = 24 * 60 * 60;
const MAX_AMOUNT = 99_999_999;
/** Stripe's minimum for US dollars, taken for every currency of the sandbox. */
const MIN_AMOUNT = 50;
const CURRENCIES = ["usd", "cad", "eur", "gbp", "mxn", "chf", "aud", "nzd", "sek", "nok", "dkk", "jpy"];

const lineItem = z.strictObject({
  price_data: z.strictObject({
    currency: z
      .string()
      .transform((value, context) =>
        CURRENCIES.includes(value.toLowerCase())
          ? value.toLowerCase()
          : refuse(
              context,
              `Invalid currency: ${value}. Stripe currently supports these currencies: ${CURRENCIES.join(", ")}`,
            ),
      ),
    unit_amount: integer(0),
    product_data: z.strictObject({ name: text(5000), description: text(5000).optional() }),
  }),
  quantity: integer(1, 999_999),
});

const descriptorSuffix = z.string().transform((value, context) => {
  if (value.length > 22) {
    return refuse(
      context,
      "The statement descriptor suffix must be at most 22 characters.",
      "parameter_invalid_string",
    );
  }
  return /[A-Za-z]/.test(value) && !/[<>\\'"*]/.test(value)
    ? value
    : refuse(context, "The statement descriptor suffix needs a letter, and none of < > \\ ' \" *.");
});

/** The parameters of `POST /v1/checkout/sessions` that the sandbox serves: one payment on the hosted page. */
const sessionSchema = z.strictObject({
  mode: z.enum(["payment"]),
  ui_mode: z.enum(["hosted_page"]).optional(),
  line_items: z.array(lineItem),
  allowed_payment_method_types: z.array(z.enum(["card", "us_bank_account"])).optional(),
  payment_method_options: z
    .strictObject({
      us_bank_account: z.strictObject({ verification_method: z.enum(["automatic", "instant"]).optional() }).optional(),
    })
    .optional(),
  success_url: webAddress,
  cancel_url: webAddress.optional(),
  client_reference_id: text(200).optional(),
  customer_email: emailAddress.optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({
      metadata: metadata.optional(),
      description: text(1000).optional(),
      statement_descriptor_suffix: descriptorSuffix.optional(),
    })
    .optional(),
  expires_at: integer(0).optional(),
  submit_type: z.enum(["auto", "pay", "book", "donate"]).optional(),
  locale: z.enum(["auto", "en", "en-GB", "de", "es", "fr", "fr-CA"]).optional(),
  adaptive_pricing: z.strictObject({ enabled: flag }).optional(),
  expand: z.array(z.string()).optional(),
});

export type SessionParams = z.output<typeof sessionSchema> & {
  /** Sum of the lines in minor units, and their one currency (lower case, as Stripe writes it). */
  total: number;
  currency: string;
};

/** Parses a new session's parameters. `nowSeconds` since the epoch. Throws StripeApiError 400 for the first fault. */
export function parseSessionParams(params: FormObject, nowSeconds: number): SessionParams {
  if ("payment_method_types" in params) {
    throw badRequest(
      "The `payment_method_types` parameter is no longer supported as of API version 2026-09-30.endive. Use `allowed_payment_method_types`, `excluded_payment_method_types` or `payment_method_configuration` instead.",
      { code: "payment_method_types_no_longer_supported", param: "payment_method_types" },
    );
  }
  const session = parseParams(sessionSchema, params);
  const { line_items: lines, expires_at: expiresAt } = session;
  if (lines.length > 100)
    throw badRequest("A Checkout Session can have at most 100 line items.", { param: "line_items" });
  const [first] = lines;
  if (!first)
    throw badRequest("Missing required param: line_items.", { code: "parameter_missing", param: "line_items" });
  const currency = first.price_data.currency;
  const other = lines.findIndex((line) => line.price_data.currency !== currency);
  if (other > 0) {
    throw badRequest("All line items of a Checkout Session must have the same currency.", {
      param: `line_items[${other}][price_data][currency]`,
    });
  }
  if (session.allowed_payment_method_types?.includes("us_bank_account") && currency !== "usd") {
    throw badRequest(`The payment method type us_bank_account cannot be used with the currency ${currency}.`, {
      param: "allowed_payment_method_types",
    });
  }
  if (session.allowed_payment_method_types?.length === 0) {
    throw badRequest("No payment method is left for this Checkout Session.", { param: "allowed_payment_method_types" });
  }
  const total = lines.reduce((sum, line) => sum + line.price_data.unit_amount * line.quantity, 0);
  if (total < MIN_AMOUNT) {
    throw badRequest(`The Checkout Session's total amount must be at least ${MIN_AMOUNT} in minor units.`, {
      code: "amount_too_small",
    });
  }
  if (total > MAX_AMOUNT) {
    throw badRequest(`The Checkout Session's total amount must be no more than ${MAX_AMOUNT} in minor units.`, {
      code: "amount_too_large",
    });
  }
  checkExpiry(expiresAt, nowSeconds);
  return { ...session, total, currency };
}

export const DEFAULT_LIFE_SECONDS = MAX_LIFE_SECONDS;

function checkExpiry(expiresAt: number | undefined, nowSeconds: number): void {
  if (expiresAt === undefined) return;
  const life = expiresAt - nowSeconds;
  const param = "expires_at";
  if (life < MIN_LIFE_SECONDS) {
    throw badRequest("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", {
      param,
    });
  }
  if (life > MAX_LIFE_SECONDS) {
    throw badRequest("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", {
      param,
    });
  }
}
