import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField, TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import type { ThreadKind } from "@/db/schema/constants";
import { addReplyAction, removeReplyAction, saveReplyAction } from "@/lib/threads/staff/canned-replies/actions";
import type { EditedReply } from "@/lib/threads/staff/canned-replies/queries";

/** A canned reply in a list: its name and beginning, and unfolded the forms to change and to remove it. */
export function EditReply({ reply: { id, title, body, unknown, seen } }: { reply: EditedReply }) {
  return (
    <details className="group px-4 py-2 text-sm">
      <summary className="grid min-h-11 cursor-pointer content-center gap-0.5 lg:min-h-9">
        <span className="font-semibold wrap-anywhere">{title}</span>
        <span className="truncate text-muted group-open:hidden">{body}</span>
        {unknown.length > 0 && (
          <span className="text-warning">Nothing is put in place of {unknown.join(", ")}: fill it in by hand.</span>
        )}
      </summary>
      <ActionForm action={saveReplyAction} label={`Edit ${title}`} className="grid gap-4 py-3" values={{ title, body }}>
        <input type="hidden" name="reply" value={id} />
        <input type="hidden" name="seen" value={seen} />
        <Text />
        <SubmitButton className="justify-self-start">Save text</SubmitButton>
      </ActionForm>
      <ActionForm action={removeReplyAction} label={`Remove ${title}`} className="grid pb-2">
        <input type="hidden" name="reply" value={id} />
        <SubmitButton variant="quiet" size="small" className="justify-self-start">
          Remove<VisuallyHidden> {title}</VisuallyHidden>
        </SubmitButton>
      </ActionForm>
    </details>
  );
}

interface AddProps {
  formId: string;
  brand: string;
  kind: ThreadKind;
  /** What may stand in braces. */
  placeholders: readonly string[];
}

export function AddReply({ formId, brand, kind, placeholders }: AddProps) {
  return (
    <Panel title="Add a text">
      <ActionForm action={addReplyAction} formId={formId} label="Add a text" className="grid gap-4">
        <input type="hidden" name="brand" value={brand} />
        <input type="hidden" name="kind" value={kind} />
        <p className="text-sm text-muted">
          Filled in when it is chosen: {placeholders.map((name) => `{${name}}`).join(", ")}.
        </p>
        <Text />
        <SubmitButton className="justify-self-start">Add text</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

function Text() {
  return (
    <>
      <TextField name="title" label="Name" help="Colleagues choose by it; clients never see it." maxLength={80} />
      <TextAreaField name="body" label="Text" rows={6} />
    </>
  );
}
