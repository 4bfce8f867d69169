import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { CompanyLink, ContactLink } from "@/components/people/companies/staff/client-links";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import {
  blockVisitorAction,
  declineVisitorAction,
  leadVisitorAction,
  unblockVisitorAction,
} from "@/lib/people/connect/staff/actions";
import type { VisitorDetail } from "@/lib/people/connect/staff/queries";
import { DECIDED_LABELS, type LikelyContact } from "@/lib/people/connect/staff/rules";

interface Props {
  visitor: VisitorDetail;
}

export function DeclinePanel({ visitor }: Props) {
  return (
    <Panel title="Decline">
      <ActionForm action={declineVisitorAction} label="Decline">
        <input type="hidden" name="visitor" value={visitor.id} />
        <TextAreaField
          name="sentence"
          label="Sentence"
          help={`Mailed to ${visitor.email} as you write it. No account is opened.`}
          rows={3}
          maxLength={1_000}
        />
        <SubmitButton variant="secondary" className="justify-self-start">
          Decline
        </SubmitButton>
      </ActionForm>
    </Panel>
  );
}

export function BlockPanel({ visitor }: Props) {
  return (
    <Panel title="Block">
      <ActionForm action={blockVisitorAction} label="Block" className="grid gap-3 text-sm">
        <input type="hidden" name="visitor" value={visitor.id} />
        <p className="text-muted">
          For spam. Nothing more from this mailbox reaches you, and the visitor sees what everybody sees. It can be
          taken back under Decided.
        </p>
        <SubmitButton variant="danger" className="justify-self-start">
          Block
        </SubmitButton>
      </ActionForm>
    </Panel>
  );
}

/** In place of the approval, where the address is a contact's by now. */
export function ExistingPanel({ visitor, existing }: Props & { existing: LikelyContact }) {
  return (
    <Panel title="A contact has this address">
      <div className="grid gap-3 text-sm">
        <p>
          <ContactLink contact={existing} />
          {existing.company && (
            <>
              , <CompanyLink company={existing.company} />
            </>
          )}
        </p>
        {existing.isClosed ? (
          <p className="text-muted">The account is closed. Decline with a sentence, or open the account again.</p>
        ) : (
          <ActionForm action={leadVisitorAction} label="Lead to the sign-in" className="grid gap-3">
            <input type="hidden" name="visitor" value={visitor.id} />
            <p className="text-muted">
              No second account is made. A mail leads them to their first sign-in, or to a new password.
            </p>
            <SubmitButton className="justify-self-start">Mail the sign-in</SubmitButton>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}

export function OutcomePanel({ visitor }: Props) {
  const { id, state, decided, contact } = visitor;
  if (state === "waiting" || !decided) return null;
  return (
    <Panel title={DECIDED_LABELS[state]}>
      <div className="grid gap-3 text-sm">
        <p>
          {DECIDED_LABELS[state]} by {decided.by ?? "a colleague"}, {decided.when}.
        </p>
        {contact && (
          <p>
            Contact: <ContactLink contact={contact} />
          </p>
        )}
        {decided.sentence && <p className="whitespace-pre-wrap text-muted wrap-anywhere">{decided.sentence}</p>}
        {state === "blocked" && (
          <ActionForm action={unblockVisitorAction} label="Unblock">
            <input type="hidden" name="visitor" value={id} />
            <SubmitButton variant="secondary" className="justify-self-start">
              Unblock
            </SubmitButton>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
