import { z } from "zod";
import { PAYMENT_METHODS } from "@/db/schema/constants";

/** What is decided about a kind of mail, once. Its words are the template of the same name (lib/mail/render.tsx). */
interface MailKindFacts {
  /** Who reads it. `account`: somebody with an account on the brand, or staff. */
  readonly audience: "account" | "visitor" | "portal-support";
  /** `reset`: the brand's sender of password-reset mail; `support`: the portal support mailbox. Both with the brand's name. */
  readonly sender: "reset" | "support";
  /** Carries a link that signs in: no body is kept or logged, and it cannot be sent again, only asked for anew. */
  readonly secret: boolean;
  /** Whether a person may switch it off. */
  readonly optional: boolean;
  readonly props: z.ZodObject;
}

const signInLink = z.strictObject({ tokenId: z.uuid() });

const minor = z.int().nonnegative();
const day = z.iso.date();

/** What every mail about a payment says. Amounts are minor units of `currency`. */
const payment = z.strictObject({
  reference: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  amountMinor: minor,
  companyName: z.string(),
  /** Invoices by number, with the part of the money that concerns each. */
  lines: z.array(z.strictObject({ number: z.string(), amountMinor: minor })),
});

const ordinary = { audience: "account", sender: "support", secret: false, optional: false } as const;

export const MAIL_KINDS = {
  "password-reset": { audience: "account", sender: "reset", secret: true, optional: false, props: signInLink },
  "first-sign-in": { audience: "account", sender: "reset", secret: true, optional: false, props: signInLink },
  "password-changed": {
    audience: "account",
    sender: "support",
    secret: false,
    optional: false,
    props: z.strictObject({}),
  },
  "connect-received": {
    audience: "portal-support",
    sender: "support",
    secret: false,
    optional: false,
    props: z.strictObject({
      name: z.string(),
      company: z.string(),
      email: z.string(),
      phone: z.string().nullable(),
      need: z.string().nullable(),
    }),
  },
  "connect-acknowledged": {
    audience: "visitor",
    sender: "support",
    secret: false,
    optional: false,
    props: z.strictObject({}),
  },
  "payment-receipt": {
    ...ordinary,
    props: payment.extend({
      method: z.enum(PAYMENT_METHODS),
      on: day,
      /** Lies against no invoice. */
      creditMinor: minor,
      poNumber: z.string().nullable(),
      note: z.string().nullable(),
    }),
  },
  "payment-processing": {
    ...ordinary,
    props: payment.extend({ method: z.enum(PAYMENT_METHODS), expectedOn: day.nullable() }),
  },
  "payment-failed": { ...ordinary, props: payment.extend({ failureCode: z.string().nullable() }) },
  /** `lines`: what the refund took from invoices; the rest of it came from credit. */
  "payment-refunded": { ...ordinary, props: payment.extend({ refundMinor: minor, on: day }) },
} as const satisfies Record<string, MailKindFacts>;

export type MailKind = keyof typeof MAIL_KINDS;
export type MailProps<K extends MailKind> = z.infer<(typeof MAIL_KINDS)[K]["props"]>;

export function isMailKind(name: string): name is MailKind {
  return Object.hasOwn(MAIL_KINDS, name);
}
