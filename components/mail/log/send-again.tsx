import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { sendAgainAction } from "@/lib/mail/log/again/actions";
import { whyNeverAgain } from "@/lib/mail/log/again/rules";
import type { MailDetail } from "@/lib/mail/log/queries";
import { routes } from "@/lib/routes";

/** Sends a mail that was given up once more, or says that this was done. Nothing for any other mail. */
export function SendAgain({ mail }: { mail: Pick<MailDetail, "id" | "kind" | "status" | "repeatedBy" | "repeats"> }) {
  const never = whyNeverAgain(mail.kind);
  const offered = mail.status === "dead" && mail.repeatedBy === null;
  if (!offered && mail.repeatedBy === null && mail.repeats === null) return null;
  return (
    <Panel title="Send again">
      <div className="grid gap-3 text-sm">
        {mail.repeats && (
          <p>
            This mail repeats <TextLink href={routes.staffMailItem(mail.repeats)}>one that failed</TextLink>.
          </p>
        )}
        {mail.repeatedBy && (
          <p>
            It was sent again: <TextLink href={routes.staffMailItem(mail.repeatedBy)}>the new mail</TextLink>.
          </p>
        )}
        {offered && never !== null && <p className="text-muted">{never}.</p>}
        {offered && never === null && (
          <ActionForm action={sendAgainAction} label="Send again" className="grid gap-3">
            <input type="hidden" name="mail" value={mail.id} />
            <p className="text-muted">It goes out once more, to the same address, if its recipient may still get it.</p>
            <SubmitButton variant="secondary" className="justify-self-start">
              Send again
            </SubmitButton>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
