import { MailWarning } from "lucide-react";
import type { ButtonVariant } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { type WaitingMail, whenOf } from "@/lib/threads/types";
import { MessageText } from "./message-text";
import { MailFiles } from "./received/mail-files";
import { When } from "./when";

/** The forms that make a mail a message or put it away. They send the mail's id as `mail`. */
export interface MailActions {
  readonly join: (form: FormData) => Promise<void>;
  readonly dismiss: (form: FormData) => Promise<void>;
}

/** The two buttons of a waiting mail. `back`: the buttons are in the conversation of the mail, and lead back to it. */
export function MailButtons({ id, actions, back }: { id: string; actions: MailActions; back?: "thread" }) {
  const button = (label: string, pendingLabel: string, action: MailActions["join"], variant: ButtonVariant) => (
    <form action={action}>
      <input type="hidden" name="mail" value={id} />
      {back && <input type="hidden" name="back" value={back} />}
      <SubmitButton variant={variant} size="small" pendingLabel={pendingLabel}>
        {label}
      </SubmitButton>
    </form>
  );
  return (
    <div className="no-print flex flex-wrap gap-2">
      {button("Join", "Joining", actions.join, back ? "secondary" : "primary")}
      {button("Dismiss", "Dismissing", actions.dismiss, "secondary")}
    </div>
  );
}

interface Props {
  mail: WaitingMail;
  /** The word for this kind of thread, in lower case, such as `case`. */
  noun: string;
  actions: MailActions | undefined;
}

/** A waiting mail in a conversation, shown to those who answer the conversation. */
export function WaitingMailItem({ mail, noun, actions }: Props) {
  const name = mail.isProven ? "Held mail" : "Unverified mail";
  return (
    <article aria-label={`${name} from ${mail.from}, ${whenOf(mail)}`} className="flex gap-3">
      <span aria-hidden className="grid size-9 flex-none place-items-center rounded-full bg-danger-soft text-danger">
        <MailWarning size={16} />
      </span>
      <div className="forced-border grid min-w-0 flex-1 gap-2 rounded-lg border border-dashed border-danger-mark bg-surface px-4 py-3">
        <header className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <span className="font-semibold text-danger">{name}</span>
          <span className="min-w-0 wrap-anywhere text-muted">from {mail.from || "an unknown sender"}</span>
          <span className="ml-auto">
            <When item={mail} />
          </span>
        </header>
        <p className="text-sm text-muted">
          It came to this {noun}’s reply address. The client does not see it. {mail.reason}
        </p>
        {mail.subject && <p className="wrap-anywhere text-sm font-semibold">{mail.subject}</p>}
        <MessageText text={mail.body} />
        {mail.files.length > 0 && <MailFiles files={mail.files} />}
        {actions && (
          <>
            <TextLink href={routes.staffReceivedMail(mail.id)} className="no-print w-fit py-1 text-sm">
              Show the whole mail
            </TextLink>
            <MailButtons id={mail.id} actions={actions} back="thread" />
          </>
        )}
      </div>
    </article>
  );
}
