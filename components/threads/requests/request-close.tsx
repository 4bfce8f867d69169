import { ActionForm } from "@/components/forms/action-form";
import { buttonClass } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { closeRequestAction } from "@/lib/threads/requests/actions";

/** Folded away: the usual next step is a message. */
export function RequestClose({ number }: { number: string }) {
  return (
    <details className="no-print rounded-lg border border-line bg-surface p-4">
      <summary className={buttonClass("secondary", "medium", "w-full")}>Close this request …</summary>
      <ActionForm action={closeRequestAction} label="Close this request" className="mt-4 grid gap-4">
        <input type="hidden" name="number" value={number} />
        <p className="text-sm text-muted">Nobody answers a closed request. A message opens it again at any time.</p>
        <div>
          <SubmitButton pendingLabel="Closing">Close request</SubmitButton>
        </div>
      </ActionForm>
    </details>
  );
}
