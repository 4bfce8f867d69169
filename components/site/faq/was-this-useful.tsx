import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { voteAction } from "@/lib/site/faq/actions";

interface Props {
  entry: string;
  question: string;
  /** The person has just answered. */
  isThanked: boolean;
}

/** **Was this useful**, under an answer. Stored without a name. */
export function WasThisUseful({ entry, question, isThanked }: Props) {
  if (isThanked) {
    return (
      <p role="status" className="text-sm text-muted">
        Thank you. Whoever writes this page reads it.
      </p>
    );
  }
  const about = <span className="sr-only">{`: ${question}`}</span>;
  return (
    <div className="no-print flex flex-wrap items-start gap-x-3 gap-y-1 text-sm text-muted">
      <span className="py-2.5 lg:py-1.5">Was this useful?</span>
      <ActionForm action={voteAction} formId={uuidv7()} label={`Was this useful: ${question}`}>
        <input type="hidden" name="entry" value={entry} />
        <SubmitButton variant="quiet" size="small" name="useful" value="yes">
          Yes{about}
        </SubmitButton>
      </ActionForm>
      <details className="min-w-0 open:basis-full">
        <summary className="inline-flex min-h-11 cursor-pointer items-center px-2 font-semibold lg:min-h-8">
          No{about}
        </summary>
        <ActionForm
          action={voteAction}
          formId={uuidv7()}
          label={`What was missing: ${question}`}
          className="grid max-w-[50ch] gap-3 pt-2"
        >
          <input type="hidden" name="entry" value={entry} />
          <TextAreaField name="words" label="What was missing?" rows={2} maxLength={500} optional />
          <SubmitButton variant="secondary" size="small" name="useful" value="no" className="justify-self-start">
            Send{about}
          </SubmitButton>
        </ActionForm>
      </details>
    </div>
  );
}
