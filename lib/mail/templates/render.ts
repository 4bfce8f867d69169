import { render, toPlainText } from "@react-email/render";
import { subjectLine } from "@/lib/mail/addresses";
import { isMailKind, MAIL_KINDS, type MailKind, type MailProps } from "@/lib/mail/kinds";
import type { MailContext, RenderedMail } from "@/lib/mail/rendering";
import { caseAnswerNear, requestAnswerNear } from "./answer-near";
import { caseAlarm } from "./case-alarm";
import { caseClosed } from "./case-closed";
import { caseForAgents } from "./case-for-agents";
import { caseJoined } from "./case-joined";
import { caseMessage } from "./case-message";
import { caseReceived } from "./case-received";
import { chatTranscript } from "./chat-transcript";
import { colleagueAct } from "./colleague-act";
import { connectAcknowledged } from "./connect-acknowledged";
import { connectConfirm } from "./connect-confirm";
import { connectDeclined } from "./connect-declined";
import { connectLate } from "./connect-late";
import { connectReceived } from "./connect-received";
import { dailyDigest } from "./daily-digest";
import { detailsChanged } from "./details-changed";
import { firstSignIn } from "./first-sign-in";
import { linksDead } from "./links-dead";
import { passwordChanged } from "./password-changed";
import { passwordReset } from "./password-reset";
import { paymentFailed } from "./payment-failed";
import { paymentProcessing } from "./payment-processing";
import { paymentReceipt } from "./payment-receipt";
import { paymentRefunded } from "./payment-refunded";
import { reminder } from "./reminder";
import { requestClosed } from "./request-closed";
import { requestForTeam } from "./request-for-team";
import { requestMessage } from "./request-message";
import { requestReceived } from "./request-received";
import { resourcePublished } from "./resource-published";
import { signInAddressAsked } from "./sign-in-address-asked";
import { signInAddressChanged } from "./sign-in-address-changed";
import { signInAddressConfirm } from "./sign-in-address-confirm";
import { signInAddressWaiting } from "./sign-in-address-waiting";
import { signInNewDevice } from "./sign-in-new-device";
import { snoozeEnded } from "./snooze-ended";
import type { MailTemplate } from "./template";
import { caseAssigned, requestAssigned } from "./thread-assigned";
import { threadMention } from "./thread-mention";

/** The template of each kind. The log of mails renders them too. */
const TEMPLATES: { readonly [K in MailKind]: MailTemplate<MailProps<K>> } = {
  "password-reset": passwordReset,
  "first-sign-in": firstSignIn,
  "password-changed": passwordChanged,
  "sign-in-new-device": signInNewDevice,
  "details-changed": detailsChanged,
  "sign-in-address-asked": signInAddressAsked,
  "sign-in-address-confirm": signInAddressConfirm,
  "sign-in-address-waiting": signInAddressWaiting,
  "sign-in-address-changed": signInAddressChanged,
  "colleague-act": colleagueAct,
  "connect-received": connectReceived,
  "connect-acknowledged": connectAcknowledged,
  "connect-confirm": connectConfirm,
  "connect-declined": connectDeclined,
  "connect-late": connectLate,
  "links-dead": linksDead,
  "payment-receipt": paymentReceipt,
  "payment-processing": paymentProcessing,
  "payment-failed": paymentFailed,
  "payment-refunded": paymentRefunded,
  "case-received": caseReceived,
  "case-message": caseMessage,
  "case-closed": caseClosed,
  "case-joined": caseJoined,
  "case-for-agents": caseForAgents,
  "snooze-ended": snoozeEnded,
  "case-alarm": caseAlarm,
  "case-answer-near": caseAnswerNear,
  "request-answer-near": requestAnswerNear,
  "case-assigned": caseAssigned,
  "thread-mention": threadMention,
  "request-received": requestReceived,
  "request-message": requestMessage,
  "request-closed": requestClosed,
  "request-for-team": requestForTeam,
  "request-assigned": requestAssigned,
  "chat-transcript": chatTranscript,
  "agreement-ends": reminder,
  "agreement-ends-for-manager": reminder,
  "estimate-ends": reminder,
  "invoice-new": reminder,
  "invoice-due": reminder,
  "invoice-overdue": reminder,
  "account-week": reminder,
  "resource-published": resourcePublished,
  "daily-digest": dailyDigest,
};

/**
 * Renders subject, HTML and plain text of a mail. The same props and context give the same bytes. Throws ZodError if
 * the props do not fit the kind.
 */
export async function renderMail<K extends MailKind>(
  kind: K,
  props: Record<string, unknown>,
  context: MailContext,
): Promise<RenderedMail> {
  const template = TEMPLATES[kind];
  const parsed = MAIL_KINDS[kind].props.parse(props) as MailProps<K>;
  const html = await render(template.body(parsed, context));
  const text = toPlainText(html, {
    selectors: [
      { selector: "h1", options: { uppercase: false } },
      { selector: "hr", format: "skip" },
    ],
  });
  return {
    subject: subjectLine(template.subject(parsed, context)),
    html,
    text: `${text.trim().replace(/\n{3,}/g, "\n\n")}\n`,
  };
}

/**
 * The subject alone, which needs no rendering. Null for props that do not fit the kind: of a mail from before a change, or
 * of an erased person.
 */
export function subjectOf(kind: string, props: unknown, context: Pick<MailContext, "brand" | "toName">): string | null {
  if (!isMailKind(kind)) return null;
  const parsed = MAIL_KINDS[kind].props.safeParse(props);
  if (!parsed.success) return null;
  const template = TEMPLATES[kind] as MailTemplate<unknown>;
  return subjectLine(template.subject(parsed.data, { ...context, link: null }));
}
