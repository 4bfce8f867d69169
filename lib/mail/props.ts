import { z } from "zod";
import { CLOSE_REASONS, PAYMENT_METHODS, SEVERITIES } from "@/db/schema/constants";

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

/** What every mail about a case or a request says. */
const aThread = z.strictObject({ number: z.string(), subject: z.string(), companyName: z.string() });

/** What was said in a thread. Files stand there by name and size, and stay in the portal. */
const said = {
  author: z.string(),
  text: z.string(),
  files: z.array(z.strictObject({ name: z.string(), sizeBytes: minor, isHeld: z.boolean().optional() })),
};

/** It was closed with this very message, of which no mail of its own tells then. Absent in mails queued before 2026-11. */
const closes = z.boolean().default(false);

/** When an answer is promised, as the recipient reads it: in the brand's zone, and in the recipient's where that differs. */
const promised = { expected: z.string(), alsoExpected: z.string().nullable() };

/** What each kind of mail is told: what feeds its template, and its line in the bell. */
export const MAIL_PROPS = {
  "password-reset": signInLink,
  "first-sign-in": signInLink,
  "password-changed": z.strictObject({}),
  /** `at`: in the brand's zone, with its name. */
  "sign-in-new-device": z.strictObject({ device: z.string(), at: z.string() }),
  "details-changed": z.strictObject({ what: z.enum(["phone", "address"]) }),
  "sign-in-address-asked": z.strictObject({
    number: z.string(),
    currentAddress: z.string(),
    wantedAddress: z.string(),
  }),
  "sign-in-address-confirm": z.strictObject({ tokenId: z.uuid() }),
  "sign-in-address-waiting": z.strictObject({ currentAddress: z.string(), newAddress: z.string() }),
  "sign-in-address-changed": z.strictObject({ oldAddress: z.string(), newAddress: z.string() }),
  "connect-received": z.strictObject({
    name: z.string(),
    company: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    need: z.string().nullable(),
  }),
  "connect-acknowledged": z.strictObject({}),
  "payment-receipt": payment.extend({
    method: z.enum(PAYMENT_METHODS),
    on: day,
    /** Lies against no invoice. */
    creditMinor: minor,
    poNumber: z.string().nullable(),
    note: z.string().nullable(),
  }),
  "payment-processing": payment.extend({ method: z.enum(PAYMENT_METHODS), expectedOn: day.nullable() }),
  "payment-failed": payment.extend({ failureCode: z.string().nullable() }),
  /** `lines`: what the refund took from invoices; the rest of it came from credit. */
  "payment-refunded": payment.extend({ refundMinor: minor, on: day }),
  /** `follows`: the closed case before. */
  "case-received": aThread.extend({ ...promised, follows: z.string().nullable() }),
  "case-message": aThread.extend({ ...said, fromFirm: z.boolean(), closes }),
  "case-closed": aThread.extend({ by: z.string().nullable(), reason: z.enum(CLOSE_REASONS) }),
  /** `by`: who added the recipient. */
  "case-joined": aThread.extend({ by: z.string().nullable(), text: z.string() }),
  "case-for-agents": aThread.extend({
    ...said,
    product: z.string(),
    severity: z.enum(SEVERITIES),
    isNew: z.boolean(),
    assigned: z.boolean(),
    due: z.string().nullable(),
  }),
  /** `by`: who gave it. */
  "case-assigned": aThread.extend({
    by: z.string().nullable(),
    product: z.string(),
    severity: z.enum(SEVERITIES),
    due: z.string().nullable(),
  }),
  "request-received": aThread.extend(promised),
  "request-message": aThread.extend({ ...said, fromFirm: z.boolean(), closes }),
  "request-closed": aThread.extend({ by: z.string().nullable() }),
  "request-for-team": aThread.extend({
    ...said,
    about: z.string(),
    isNew: z.boolean(),
    /** It is the recipient’s own. */
    assigned: z.boolean(),
    /** In whose place the recipient stands while they are away. */
    standsInFor: z.string().nullable(),
    /** Whose it is, who is away while nobody stands in. */
    awayOwner: z.string().nullable(),
    /** Whose it is, who may not decide it. */
    heldBy: z.string().optional(),
    neededBy: z.string().nullable(),
    due: z.string().nullable(),
  }),
  /** `by`: who gave it. */
  "request-assigned": aThread.extend({
    by: z.string().nullable(),
    about: z.string(),
    neededBy: z.string().nullable(),
    due: z.string().nullable(),
  }),
  /** Lines as the bell has them; `more` beyond those. Each is judged again before it is sent. */
  "daily-digest": z.strictObject({
    items: z.array(
      z.strictObject({ kind: z.string(), title: z.string(), path: z.string(), threadId: z.uuid().nullable() }),
    ),
    more: minor,
  }),
} as const;
