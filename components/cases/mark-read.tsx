import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { markReadAction } from "@/lib/cases/actions";

/** With JavaScript the thread says by itself that it was read. */
export function MarkRead({ number }: { number: string }) {
  return (
    <noscript>
      <ActionForm action={markReadAction} label="Mark as read" className="no-print">
        <input type="hidden" name="number" value={number} />
        <SubmitButton variant="quiet" size="small">
          Mark as read
        </SubmitButton>
      </ActionForm>
    </noscript>
  );
}
