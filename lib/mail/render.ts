import { render, toPlainText } from "@react-email/render";
import { caseClosed } from "@/components/emails/case-closed";
import { caseForAgents } from "@/components/emails/case-for-agents";
import { caseJoined } from "@/components/emails/case-joined";
import { caseMessage } from "@/components/emails/case-message";
import { caseReceived } from "@/components/emails/case-received";
import { connectAcknowledged } from "@/components/emails/connect-acknowledged";
import { connectReceived } from "@/components/emails/connect-received";
import { firstSignIn } from "@/components/emails/first-sign-in";
import { passwordChanged } from "@/components/emails/password-changed";
import { passwordReset } from "@/components/emails/password-reset";
import { paymentFailed } from "@/components/emails/payment-failed";
import { paymentProcessing } from "@/components/emails/payment-processing";
import { paymentReceipt } from "@/components/emails/payment-receipt";
import { paymentRefunded } from "@/components/emails/payment-refunded";
import { requestClosed } from "@/components/emails/request-closed";
import { requestForTeam } from "@/components/emails/request-for-team";
import { requestMessage } from "@/components/emails/request-message";
import { requestReceived } from "@/components/emails/request-received";
import { signInAddressAsked } from "@/components/emails/sign-in-address-asked";
import { signInAddressChanged } from "@/components/emails/sign-in-address-changed";
import type { MailContext, MailTemplate } from "@/components/emails/template";
import { caseAssigned, requestAssigned } from "@/components/emails/thread-assigned";
import { subjectLine } from "./addresses";
import { MAIL_KINDS, type MailKind, type MailProps } from "./kinds";

/** One template a kind. The worker alone renders, so the pages' build holds neither these nor the renderer. */
const TEMPLATES: { readonly [K in MailKind]: MailTemplate<MailProps<K>> } = {
  "password-reset": passwordReset,
  "first-sign-in": firstSignIn,
  "password-changed": passwordChanged,
  "sign-in-address-asked": signInAddressAsked,
  "sign-in-address-changed": signInAddressChanged,
  "connect-received": connectReceived,
  "connect-acknowledged": connectAcknowledged,
  "payment-receipt": paymentReceipt,
  "payment-processing": paymentProcessing,
  "payment-failed": paymentFailed,
  "payment-refunded": paymentRefunded,
  "case-received": caseReceived,
  "case-message": caseMessage,
  "case-closed": caseClosed,
  "case-joined": caseJoined,
  "case-for-agents": caseForAgents,
  "case-assigned": caseAssigned,
  "request-received": requestReceived,
  "request-message": requestMessage,
  "request-closed": requestClosed,
  "request-for-team": requestForTeam,
  "request-assigned": requestAssigned,
};

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Subject, HTML and plain text of a mail. Same props and brand, same bytes. Throws ZodError on props of another kind. */
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
