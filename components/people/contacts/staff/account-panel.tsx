import { ActionForm } from "@/components/forms/action-form";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import { SubmitButton } from "@/components/ui/submit-button";
import { businessInstant, formatInstant } from "@/lib/kit/time";
import { disableAction, enableAction, inviteAction } from "@/lib/people/edits/contacts/actions";
import type { EditedContact } from "@/lib/people/edits/contacts/queries";
import { ReasonField } from "./edit-forms";

interface Props {
  contact: EditedContact;
  zone: string;
  /** A UUID made for this page. */
  inviteId: string;
}

/** How the account stands, the invitation, and the button that ends or opens it. */
export function AccountPanel({ contact, zone, inviteId }: Props) {
  const { account } = contact;
  const isOpen = contact.closedAt === null;
  return (
    <Panel title={<span id="account">Account</span>}>
      <div className="grid gap-4 text-sm">
        <DefinitionList>
          <Fact inline term="State">
            <StatusDot tone={isOpen ? "success" : "neutral"}>{isOpen ? "Enabled" : "Disabled"}</StatusDot>
          </Fact>
          <Fact inline term="Password">
            {account.hasPassword ? "Set" : "Not set yet"}
          </Fact>
          <Fact inline term="Signed in on">
            {account.sessions === 1 ? "1 browser" : `${account.sessions} browsers`}
          </Fact>
          {account.invitedAt && (
            <Fact inline term="Last link by mail">
              <time dateTime={account.invitedAt.toISOString()}>
                {formatInstant(businessInstant(account.invitedAt), zone)}
              </time>
            </Fact>
          )}
        </DefinitionList>
        {isOpen && !account.hasPassword && (
          <ActionForm action={inviteAction} formId={inviteId} className="grid gap-2" label="Invite">
            <input type="hidden" name="contact" value={contact.id} />
            <SubmitButton variant="secondary" className="justify-self-start">
              Invite
            </SubmitButton>
            <p className="text-muted">
              They get the link of the first sign-in. It works for an hour; Login sends another.
            </p>
          </ActionForm>
        )}
        {isOpen ? (
          <ActionForm action={disableAction} label="Disable" className="grid gap-4 border-t border-line pt-4">
            <input type="hidden" name="contact" value={contact.id} />
            <p className="text-muted">Sessions, links and replies by mail end at once. Nothing is deleted.</p>
            <ReasonField />
            <SubmitButton variant="danger" className="justify-self-start">
              Disable account
            </SubmitButton>
          </ActionForm>
        ) : (
          <ActionForm action={enableAction} label="Enable" className="grid gap-2 border-t border-line pt-4">
            <input type="hidden" name="contact" value={contact.id} />
            <SubmitButton className="justify-self-start">Enable account</SubmitButton>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
