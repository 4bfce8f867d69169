import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/actions/result";

interface Props {
  action: FormAction;
  number: string;
}

/** With JavaScript the thread says by itself that it was read. */
export function MarkThreadRead({ action, number }: Props) {
  return (
    <noscript>
      <ActionForm action={action} label="Mark as read" className="no-print mt-4">
        <input type="hidden" name="number" value={number} />
        <SubmitButton variant="quiet" size="small">
          Mark as read
        </SubmitButton>
      </ActionForm>
    </noscript>
  );
}
