import type { z } from "zod";
import type { AccountKind } from "@/db/schema/constants";
import { routes } from "@/lib/routes";
import { ANSWER_KINDS } from "./answer-kinds";
import { declare, joinedCase, type MailKindFacts, type NoticeWords, phonedCase } from "./kind-facts";
import { asked, calls, gave, isBack, staffThreadPath, wroteIn } from "./notice-words";
import { PAYMENT_KINDS } from "./payment-kinds";
import { MAIL_PROPS } from "./props";
import { REMINDER_KINDS } from "./reminder-kinds";
import { RESOURCE_PUBLISHED } from "./resource-kind";
import { VISITOR_KINDS } from "./visitor-kinds";

const SECURITY = "It keeps your account safe.";

const ordinary = { sender: "support", secret: false, byDefault: true, daily: false } as const;
const ofReset = { sender: "reset", secret: true, byDefault: true, daily: false } as const;
const ofLink = { ...ofReset, audience: "account", notice: null } as const;
const ofSecurity = { ...ordinary, fixed: SECURITY } as const;
const ofThread = { ...ordinary, fixed: null } as const;
/** Kinds about what happens in a thread that may also come in the daily mail. */
const ofCourse = { ...ofThread, daily: true } as const;

export const MAIL_KINDS = {
  "password-reset": declare({
    ...ofLink,
    label: "Link for a new password",
    help: "When a new password is asked for.",
    fixed: "Without it nobody could set a new password.",
    props: MAIL_PROPS["password-reset"],
  }),
  "first-sign-in": declare({
    ...ofLink,
    label: "Link for the first sign-in",
    help: "When an account signs in for the first time.",
    fixed: "Without it nobody could set a password.",
    props: MAIL_PROPS["first-sign-in"],
  }),
  "password-changed": declare({
    ...ofSecurity,
    audience: "account",
    label: "Password changed",
    help: "When the password of your account was changed.",
    props: MAIL_PROPS["password-changed"],
    notice: (_props, recipient) => ({
      title: "Your password was changed",
      path: recipient === "contact" ? routes.settings : routes.staffSettings,
    }),
  }),
  "sign-in-new-device": declare({
    ...ofSecurity,
    audience: "account",
    label: "Sign-in from a new device",
    help: "When somebody logs in to your account in a browser that has not done so before.",
    props: MAIL_PROPS["sign-in-new-device"],
    notice: ({ device }, recipient) => ({
      title: `Your account was logged in to from a new device: ${device}`,
      path: recipient === "contact" ? routes.settings : routes.staffSettings,
    }),
  }),
  /** The person's own transaction queues it and may name no person: it goes to the address alone and has no notice. */
  "details-changed": declare({
    ...ofSecurity,
    audience: "contact",
    label: "Phone or address changed",
    help: "When a phone number or an address was changed in the Settings of your account.",
    props: MAIL_PROPS["details-changed"],
    notice: null,
  }),
  /**
   * Goes to the address that still signs in: its owner must know before the change is made, so it cannot be switched
   * off.
   */
  "sign-in-address-asked": declare({
    ...ofSecurity,
    audience: "contact",
    label: "Sign-in email: change asked for",
    help: "When a change of the address you sign in with is asked for.",
    props: MAIL_PROPS["sign-in-address-asked"],
    notice: null,
  }),
  /** Goes to the new address: whoever can read it there can confirm the new address. */
  "sign-in-address-confirm": declare({
    ...ofLink,
    label: "Link that confirms a new sign-in email",
    help: "When the address you sign in with is to change, to the new one.",
    fixed: SECURITY,
    props: MAIL_PROPS["sign-in-address-confirm"],
  }),
  /** Goes to the address that still signs in. */
  "sign-in-address-waiting": declare({
    ...ofSecurity,
    audience: "contact",
    label: "Sign-in email: new one to be confirmed",
    help: "When the address you sign in with is to change, to the one you have.",
    props: MAIL_PROPS["sign-in-address-waiting"],
    notice: null,
  }),
  /** Goes to the old address and to the new one. Whoever reads the old one may not have an account any more. */
  "sign-in-address-changed": declare({
    ...ofSecurity,
    audience: "account",
    label: "Sign-in email changed",
    help: "When the address you sign in with was changed, to the old and the new one.",
    props: MAIL_PROPS["sign-in-address-changed"],
    notice: null,
  }),
  ...VISITOR_KINDS,
  ...ANSWER_KINDS,
  "colleague-act": declare({
    ...{ ...ordinary, audience: "portal-support", notice: null },
    fixed: "It tells portal support whom a client lets in.",
    label: "Company administrators",
    help: "When an administrator of a client invites or removes a colleague.",
    props: MAIL_PROPS["colleague-act"],
  }),
  "links-dead": declare({
    ...{ ...ordinary, audience: "portal-support", notice: null },
    fixed: "It tells portal support what visitors cannot open.",
    label: "Dead links",
    help: "When a link of the home page, the FAQ or the resource library has died.",
    props: MAIL_PROPS["links-dead"],
  }),
  ...PAYMENT_KINDS,
  /** Goes to the person who filed the case. */
  "case-received": declare({
    ...ofThread,
    audience: "case-contact",
    label: "Your case has arrived",
    help: "When you file a support case, or support files one for you, with the time to expect the first answer.",
    props: MAIL_PROPS["case-received"],
    notice: phonedCase,
  }),
  "case-message": declare({
    ...ofCourse,
    audience: "case-contact",
    label: "Messages in support cases",
    help: "When somebody writes in a case that you filed or take part in.",
    props: MAIL_PROPS["case-message"],
    notice: (props) => ({ title: wroteIn(props), path: routes.case(props.number) }),
  }),
  "case-closed": declare({
    ...ofCourse,
    audience: "case-contact",
    label: "Closed support cases",
    help: "When a case that you filed or take part in is closed by somebody else.",
    props: MAIL_PROPS["case-closed"],
    notice: ({ number, subject, into }) => ({
      title: into ? `${number} goes on in ${into}: ${subject}` : `${number} was closed: ${subject}`,
      path: routes.case(into ?? number),
    }),
  }),
  "case-joined": declare({
    ...ofThread,
    audience: "case-contact",
    label: "Added to a support case",
    help: "When somebody adds you to a case, or hands one over to you.",
    props: MAIL_PROPS["case-joined"],
    notice: joinedCase,
  }),
  "case-for-agents": declare({
    toMany: true,
    ...ofCourse,
    audience: "reader",
    label: "Support cases",
    help: "When a client files or writes in a case that is yours, nobody’s yet, or that you follow.",
    props: MAIL_PROPS["case-for-agents"],
    notice: (props) => ({
      title: props.isNew ? `${props.author} filed ${props.number}: ${props.subject}` : wroteIn(props),
      path: routes.staffCase(props.number),
    }),
  }),
  "case-assigned": declare({
    ...ofThread,
    audience: "agent",
    label: "Support cases given to you",
    help: "When a colleague gives you a case.",
    props: MAIL_PROPS["case-assigned"],
    notice: (props) => ({ title: gave(props), path: routes.staffCase(props.number) }),
  }),
  "thread-mention": declare({
    ...{ ...ofThread, audience: "reader" },
    ...{ label: "Questions of colleagues", help: "When a colleague names you in an internal note." },
    props: MAIL_PROPS["thread-mention"],
    notice: (props) => ({
      title: asked(props),
      path: staffThreadPath(props.noun, props.number),
    }),
  }),
  /** The bell tells of it. A mail is for who asks for one. */
  "snooze-ended": declare({
    ...{ ...ofThread, audience: "reader", byDefault: false, label: "Back from snooze" },
    help: "When something that you snoozed, or that is yours, comes back. The bell tells of it in any case.",
    props: MAIL_PROPS["snooze-ended"],
    notice: (props) => ({ title: isBack(props), path: staffThreadPath(props.noun, props.number) }),
  }),
  /** Calls whoever is on call. Nobody may switch it off: a client's plant stands still. */
  "case-alarm": declare({
    ...{ ...ofThread, audience: "agent", fixed: "Whoever is on call is called." },
    ...{ label: "Production stopped, on call", help: "When production is stopped at night and you are called." },
    props: MAIL_PROPS["case-alarm"],
    notice: (props) => ({ title: calls(props), path: routes.staffAlarm(props.number) }),
  }),
  /** Goes to the person who sent the request. */
  "request-received": declare({
    ...ofThread,
    audience: "contact",
    label: "Your request has arrived",
    help: "When you ask your account team for something, with the time to expect the answer.",
    props: MAIL_PROPS["request-received"],
    notice: null,
  }),
  "request-message": declare({
    ...ofCourse,
    audience: "contact",
    label: "Answers of your account team",
    help: "When somebody writes in a request that you sent or wrote in.",
    props: MAIL_PROPS["request-message"],
    notice: (props) => ({ title: wroteIn(props), path: routes.request(props.number) }),
  }),
  "request-closed": declare({
    ...ofCourse,
    audience: "contact",
    label: "Closed requests",
    help: "When a request that you sent or wrote in is closed by somebody else.",
    props: MAIL_PROPS["request-closed"],
    notice: ({ number, subject }) => ({ title: `${number} was closed: ${subject}`, path: routes.request(number) }),
  }),
  "request-for-team": declare({
    toMany: true,
    ...ofCourse,
    audience: "team",
    label: "Requests of clients",
    help: "When a client asks or writes in a request that is yours, nobody’s yet, of somebody whose place you take, or that you follow.",
    props: MAIL_PROPS["request-for-team"],
    notice: (props) => ({
      title: props.isNew ? `${props.author} sent ${props.number}: ${props.subject}` : wroteIn(props),
      path: routes.staffRequest(props.number),
    }),
  }),
  "request-assigned": declare({
    ...ofThread,
    audience: "team",
    label: "Requests given to you",
    help: "When a colleague gives you a request.",
    props: MAIL_PROPS["request-assigned"],
    notice: (props) => ({ title: gave(props), path: routes.staffRequest(props.number) }),
  }),
  ...REMINDER_KINDS,
  "chat-transcript": declare({
    ...{ ...ordinary, audience: "case-contact" },
    ...{ label: "Transcripts of chats", help: "When you ask for the transcript of a chat." },
    ...{ fixed: "It comes only when you ask for it.", notice: null },
    props: MAIL_PROPS["chat-transcript"],
  }),
  /** Lists the mails of kinds that its recipient wants once a day. */
  "resource-published": RESOURCE_PUBLISHED,
  "daily-digest": declare({
    toMany: true,
    ...ofThread,
    audience: "collector",
    label: "Daily mail",
    help: "At 7 a.m., with what you chose to get once a day.",
    props: MAIL_PROPS["daily-digest"],
    notice: null,
  }),
} as const;

export type MailKind = keyof typeof MAIL_KINDS;
export type MailProps<K extends MailKind> = z.infer<(typeof MAIL_PROPS)[K]>;

export function isMailKind(name: string): name is MailKind {
  return Object.hasOwn(MAIL_KINDS, name);
}

/** Every kind, in the order in which pages list them. */
export const ALL_MAIL_KINDS = Object.keys(MAIL_KINDS) as readonly MailKind[];

/** May each person switch the kind off? */
export function isOptional(kind: MailKind): boolean {
  return MAIL_KINDS[kind].fixed === null;
}

/**
 * The notice for a mail with these props; null for a kind without one. Throws ZodError if the props do not fit the
 * kind.
 */
export function noticeOf(kind: MailKind, props: unknown, recipient: AccountKind): NoticeWords | null {
  const facts: MailKindFacts<boolean, z.ZodObject> = MAIL_KINDS[kind];
  return facts.notice?.(facts.props.parse(props), recipient) ?? null;
}
