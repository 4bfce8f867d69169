import { ActionForm } from "@/components/forms/action-form";
import { RadioField } from "@/components/forms/radio-field";
import { buttonClass } from "@/components/ui/button";
import { SubmitButton } from "@/components/ui/submit-button";
import { closeCaseAction } from "@/lib/threads/cases/actions";
import { CLOSE_REASON_LABELS, REOPEN_DAYS } from "@/lib/threads/cases/rules";

const reasons = [
  { value: "solved", label: CLOSE_REASON_LABELS.solved, help: "It works again, or your question is answered." },
  { value: "withdrawn", label: CLOSE_REASON_LABELS.withdrawn, help: "It no longer matters, or was filed by mistake." },
];

/** Folded away: the usual next step is a message. */
export function CaseClose({ number }: { number: string }) {
  return (
    <details className="no-print rounded-lg border border-line bg-surface p-4">
      <summary className={buttonClass("secondary", "medium", "w-full")}>Close this case …</summary>
      <ActionForm
        action={closeCaseAction}
        label="Close this case"
        // The usual reason: a refusal for want of one would stand in a fold that closes again without JavaScript.
        values={{ reason: "solved" }}
        className="mt-4 grid gap-4"
      >
        <input type="hidden" name="number" value={number} />
        <RadioField name="reason" legend="Why do you close it?" options={reasons} />
        <p className="text-sm text-muted">
          For {REOPEN_DAYS} days a reply opens it again. A later one files a new case linked to it.
        </p>
        <div>
          <SubmitButton pendingLabel="Closing">Close case</SubmitButton>
        </div>
      </ActionForm>
    </details>
  );
}
