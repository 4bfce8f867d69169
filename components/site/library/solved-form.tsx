import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { solvedAction } from "@/lib/site/library/actions";

interface Props {
  resource: string;
  /** How many contacts it has helped. */
  solved: number;
  hasSolved: boolean;
}

/** **This solved it**, under an article. */
export function SolvedForm({ resource, solved, hasSolved }: Props) {
  return (
    <Panel title="Did this help?">
      <div className="grid justify-items-start gap-3 text-sm">
        {hasSolved ? (
          <p role="status">You said that this solved it. Nobody needs to open a case.</p>
        ) : (
          <ActionForm action={solvedAction} label="Did this help?">
            <input type="hidden" name="resource" value={resource} />
            <SubmitButton variant="secondary" className="justify-self-start">
              This solved it
            </SubmitButton>
          </ActionForm>
        )}
        {solved > 0 && (
          <p className="tabular text-muted">
            {solved === 1 ? "It solved it for 1 person." : `It solved it for ${solved.toLocaleString("en-US")} people.`}
          </p>
        )}
      </div>
    </Panel>
  );
}
