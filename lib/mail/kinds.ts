import { z } from "zod";
import { CLOSE_REASONS, PAYMENT_METHODS, SEVERITIES } from "@/db/schema/constants";

/** What is decided about a kind of mail, once. Its words are the template of the same name (lib/mail/render.tsx). */
interface MailKindFacts {
  /** Who reads it. `account`: somebody with an account on the brand, or staff; `agent`: staff who work cases. */
  readonly audience: "account" | "contact" | "agent" | "visitor" | "portal-support";
  /** `reset`: the brand's sender of password-reset mail; `support`: the portal support mailbox. Both with the brand's name. */
  readonly sender: "reset" | "support";
  /** Carries a link that signs in: no body is kept or logged, and it cannot be sent again, only asked for anew. */
  readonly secret: boolean;
  /** Whether a person may switch it off. The switches come with Settings. */
  readonly optional: boolean;
  /** Whether it is sent to who has switched nothing. */
  readonly byDefault: boolean;
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

/** What every mail about a case says. */
const aCase = z.strictObject({ number: z.string(), subject: z.string(), companyName: z.string() });

/** What was said in a case. Files stand there by name and size, and stay in the portal. */
const said = {
  author: z.string(),
  text: z.string(),
  files: z.array(z.strictObject({ name: z.string(), sizeBytes: minor })),
};

const ordinary = { audience: "account", sender: "support", secret: false, optional: false, byDefault: true } as const;

const forContacts = { audience: "contact", sender: "support", secret: false, optional: true, byDefault: true } as const;

export const MAIL_KINDS = {
  "password-reset": {
    audience: "account",
    sender: "reset",
    secret: true,
    optional: false,
    byDefault: true,
    props: signInLink,
  },
  "first-sign-in": {
    audience: "account",
    sender: "reset",
    secret: true,
    optional: false,
    byDefault: true,
    props: signInLink,
  },
  "password-changed": {
    audience: "account",
    sender: "support",
    secret: false,
    optional: false,
    byDefault: true,
    props: z.strictObject({}),
  },
  "connect-received": {
    audience: "portal-support",
    sender: "support",
    secret: false,
    optional: false,
    byDefault: true,
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
    byDefault: true,
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
  /** To the filer. `expected`: when the first answer is due, as the reader reads it. `follows`: the closed case before. */
  "case-received": {
    ...forContacts,
    props: aCase.extend({
      expected: z.string(),
      alsoExpected: z.string().nullable(),
      follows: z.string().nullable(),
    }),
  },
  "case-message": { ...forContacts, props: aCase.extend({ ...said, fromFirm: z.boolean() }) },
  "case-closed": { ...forContacts, props: aCase.extend({ by: z.string().nullable(), reason: z.enum(CLOSE_REASONS) }) },
  /** `by`: who added the reader. */
  "case-joined": { ...forContacts, props: aCase.extend({ by: z.string().nullable(), text: z.string() }) },
  "case-for-agents": {
    ...forContacts,
    audience: "agent",
    props: aCase.extend({
      ...said,
      product: z.string(),
      severity: z.enum(SEVERITIES),
      isNew: z.boolean(),
      assigned: z.boolean(),
      due: z.string().nullable(),
    }),
  },
} as const satisfies Record<string, MailKindFacts>;

export type MailKind = keyof typeof MAIL_KINDS;
export type MailProps<K extends MailKind> = z.infer<(typeof MAIL_KINDS)[K]["props"]>;

export function isMailKind(name: string): name is MailKind {
  return Object.hasOwn(MAIL_KINDS, name);
}
