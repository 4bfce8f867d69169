import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { markRequestReadAction } from "@/lib/requests/actions";

/** With JavaScript the thread says by itself that it was read. */
export function MarkRequestRead({ number }: { number: string }) {
  return (
    <noscript>
      <ActionForm action={markRequestReadAction} label="Mark as read" className="no-print">
        <input type="hidden" name="number" value={number} />
        <SubmitButton variant="quiet" size="small">
          Mark as read
        </SubmitButton>
      </ActionForm>
    </noscript>
  );
}
