import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { startViewAction } from "@/lib/people/client-views/actions";

interface Props {
  contactId: string;
  /** Why it cannot be done now; null where it can. */
  closed: string | null;
  /** A UUID (version 7) made with the page: the same form sent twice is one look. */
  formId: string;
}

/** Lets an administrator look at the portal as the contact sees it. */
export function StartViewPanel({ contactId, closed, formId }: Props) {
  return (
    <Panel title="View as client">
      {closed ? (
        <p className="text-sm text-muted">{closed}</p>
      ) : (
        <ActionForm action={startViewAction} formId={formId} label="View as client" className="grid gap-4">
          <p className="text-sm text-muted">
            You see the portal as this contact does, for 15 minutes at most. Nothing can be changed. The client reads
            under Who looked that you did, and why.
          </p>
          <input type="hidden" name="contact" value={contactId} />
          <TextField name="reason" label="Reason" help="The client reads it." maxLength={500} autoComplete="off" />
          <div>
            <SubmitButton variant="secondary" pendingLabel="Opening">
              View as client
            </SubmitButton>
          </div>
        </ActionForm>
      )}
    </Panel>
  );
}
