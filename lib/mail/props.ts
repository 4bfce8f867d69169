import { z } from "zod";
import {
  CLOSE_REASONS,
  COLLEAGUE_ACTS,
  ON_CALL_DUTIES,
  PAYMENT_METHODS,
  SEVERITIES,
  THREAD_KINDS,
} from "@/db/schema/constants";
import { LINK_PLACES } from "@/db/schema/content-constants";
import { RESOURCE_KINDS } from "@/db/schema/resource-constants";

const signInLink = z.strictObject({ tokenId: z.uuid() });

const minor = z.int().nonnegative();
const day = z.iso.date();

/** What every mail about a payment says. Amounts are minor units of `currency`. */
const payment = z.strictObject({
  reference: z.string(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  amountMinor: minor,
  companyName: z.string(),
  /** One entry for each invoice: its number, and the part of the money that is for it. */
  lines: z.array(z.strictObject({ number: z.string(), amountMinor: minor })),
});

/** What every mail about a case or a request says. */
const aThread = z.strictObject({ number: z.string(), subject: z.string(), companyName: z.string() });

/** A message of a thread. The mail gives the names and sizes of its files; the files stay in the portal. */
const said = {
  author: z.string(),
  text: z.string(),
  files: z.array(z.strictObject({ name: z.string(), sizeBytes: minor, isHeld: z.boolean().optional() })),
};

/**
 * True if this message closed the thread: there is no separate mail about that then. Mails queued before 2026-11 lack
 * it.
 */
const closes = z.boolean().default(false);

/** When an answer is promised, as text: in the brand's zone, and also in the recipient's zone if that differs. */
const promised = { expected: z.string(), alsoExpected: z.string().nullable() };

/** A line of the daily mail about a row, `about`, that has a day, `on`: it is told only while both still hold. */
const reminder = z.strictObject({ title: z.string(), path: z.string(), about: z.uuid(), on: day });

/** The props of each kind of mail, which its template and its notice in the bell are made from. */
/** `due`: in the recipient's zone. `owner`: null for the owner themself, empty where nobody owns the thread. */
const nearing = { due: z.string(), owner: z.string().nullable() };

export const MAIL_PROPS = {
  "password-reset": signInLink,
  "first-sign-in": signInLink,
  "password-changed": z.strictObject({}),
  /** `at`: the time in the brand's zone, with the name of the zone. */
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
    /** What the portal knows of the address. Mails queued before 2026-12 lack it. */
    standing: z.enum(["new", "again", "client"]).default("new"),
  }),
  "connect-acknowledged": z.strictObject({}),
  "connect-confirm": z.strictObject({ tokenId: z.uuid() }),
  "connect-declined": z.strictObject({ sentence: z.string() }),
  /** `since`: the time in the brand's zone, with the name of the zone. `more`: how many further ones wait too long. */
  "connect-late": z.strictObject({
    people: z.array(z.strictObject({ name: z.string(), company: z.string(), since: z.string() })).min(1),
    more: z.int().nonnegative(),
  }),
  /** `rights`: one line each. `number`: the request that waits; null where the deed is done. */
  "colleague-act": z.strictObject({
    act: z.enum(COLLEAGUE_ACTS),
    companyName: z.string(),
    by: z.string(),
    name: z.string(),
    email: z.string(),
    rights: z.array(z.string()),
    number: z.string().nullable(),
  }),
  /** `place`: where the links stand. */
  "links-dead": z.strictObject({
    place: z.enum(LINK_PLACES),
    links: z.array(z.strictObject({ url: z.string(), fault: z.string() })),
  }),
  "payment-receipt": payment.extend({
    method: z.enum(PAYMENT_METHODS),
    on: day,
    /** The part of the money that is for no invoice. */
    creditMinor: minor,
    poNumber: z.string().nullable(),
    note: z.string().nullable(),
  }),
  "payment-processing": payment.extend({ method: z.enum(PAYMENT_METHODS), expectedOn: day.nullable() }),
  "payment-failed": payment.extend({ failureCode: z.string().nullable() }),
  /** `lines`: what the refund took back from invoices; the rest of the refund came from credit. */
  "payment-refunded": payment.extend({ refundMinor: minor, on: day }),
  /** `follows`: number of the closed case that this case continues. */
  /** `phoned`: who filed it for the client who called, and what they wrote down. Mails queued before 2026-12 lack it. */
  "case-received": aThread.extend({
    ...{ ...promised, follows: z.string().nullable() },
    phoned: z.strictObject({ by: z.string(), text: z.string() }).nullable().default(null),
  }),
  "case-message": aThread.extend({ ...said, fromFirm: z.boolean(), closes }),
  /** `into`: number of the case in which a merged one goes on. */
  "case-closed": aThread.extend({
    by: z.string().nullable(),
    reason: z.enum(CLOSE_REASONS),
    into: z.string().nullable().default(null),
  }),
  /** `by`: who added the recipient. `handover`: the note with which they handed the case over; null where they did not. */
  "case-joined": aThread.extend({
    by: z.string().nullable(),
    text: z.string(),
    handover: z.string().nullable().default(null),
  }),
  "case-for-agents": aThread.extend({
    ...said,
    product: z.string(),
    severity: z.enum(SEVERITIES),
    isNew: z.boolean(),
    assigned: z.boolean(),
    due: z.string().nullable(),
  }),
  /** `by`: who assigned it to the recipient. */
  "case-assigned": aThread.extend({
    by: z.string().nullable(),
    product: z.string(),
    severity: z.enum(SEVERITIES),
    due: z.string().nullable(),
  }),
  /** `noun`: what kind of thread it is. `text`: the note. */
  "thread-mention": aThread.extend({ noun: z.enum(THREAD_KINDS), by: z.string(), text: z.string() }),
  /** `by`: who snoozed it; null for the recipient. `why`: its time came, or the client wrote. */
  "snooze-ended": aThread.extend({
    noun: z.enum(THREAD_KINDS),
    why: z.enum(["time", "answer"]),
    by: z.string().nullable(),
  }),
  /** `since`: when the alarm began, in the recipient's zone. */
  "case-alarm": aThread.extend({
    author: z.string(),
    text: z.string(),
    product: z.string(),
    duty: z.enum(ON_CALL_DUTIES),
    since: z.string(),
  }),
  "case-answer-near": aThread.extend(nearing),
  "request-answer-near": aThread.extend(nearing),
  "request-received": aThread.extend(promised),
  "request-message": aThread.extend({ ...said, fromFirm: z.boolean(), closes }),
  "request-closed": aThread.extend({ by: z.string().nullable() }),
  "request-for-team": aThread.extend({
    ...said,
    about: z.string(),
    isNew: z.boolean(),
    /** The request is assigned to the recipient. */
    assigned: z.boolean(),
    /** Name of the colleague who is away and whom the recipient stands in for. */
    standsInFor: z.string().nullable(),
    /** Name of the request's owner, if they are away and nobody stands in for them. */
    awayOwner: z.string().nullable(),
    /** Name of the request's owner, if the owner or their stand-in is here but may not finish the request. */
    heldBy: z.string().optional(),
    neededBy: z.string().nullable(),
    due: z.string().nullable(),
  }),
  /** `by`: who assigned it to the recipient. */
  "request-assigned": aThread.extend({
    by: z.string().nullable(),
    about: z.string(),
    neededBy: z.string().nullable(),
    due: z.string().nullable(),
  }),
  "agreement-ends": reminder,
  "agreement-ends-for-manager": reminder,
  "estimate-ends": reminder,
  "invoice-new": reminder,
  "invoice-due": reminder,
  "invoice-overdue": reminder,
  "account-week": reminder,
  "chat-transcript": aThread.extend({ text: z.string() }),
  /**
   * `items`: lines as in the bell, each checked again before the mail is sent; `more`: how many further items there
   * are.
   */
  "resource-published": z.strictObject({
    id: z.uuid(),
    title: z.string(),
    summary: z.string(),
    kind: z.enum(RESOURCE_KINDS),
    product: z.string().nullable(),
  }),
  "daily-digest": z.strictObject({
    items: z.array(
      z.strictObject({
        ...{ kind: z.string(), title: z.string(), path: z.string(), threadId: z.uuid().nullable() },
        // Of a reminder. Mails queued before 2026-12 lack both.
        ...{ about: z.uuid().nullable().default(null), on: day.nullable().default(null) },
      }),
    ),
    more: minor,
  }),
} as const;
