import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { Callout } from "@/components/ui/callout";
import { SubmitButton } from "@/components/ui/submit-button";
import { setTermAction } from "@/lib/people/portal-decisions/term/actions";

interface Props {
  agreement: { readonly id: string; readonly startsOn: string; readonly endsOn: string };
  /** Sentence about what was just done here. */
  saved: string | null;
}

/** Where an administrator decides on which day a support agreement ends. */
export function TermForm({ agreement: { id, startsOn, endsOn }, saved }: Props) {
  return (
    <div id="term" className="mt-4 grid gap-4 border-t border-line pt-4 text-sm">
      {saved && (
        <Callout tone="success" role="status">
          {saved}
        </Callout>
      )}
      <ActionForm
        key={endsOn}
        action={setTermAction}
        values={{ endsOn }}
        label="Last day of support"
        className="grid gap-4"
      >
        <input type="hidden" name="agreement" value={id} />
        <input type="hidden" name="seen" value={endsOn} />
        <TextField
          name="endsOn"
          type="date"
          label="Decide the last day"
          min={startsOn}
          help="From the day after, contacts of this company are no authorized support clients by this agreement. Imports leave it alone from then on."
        />
        <SubmitButton className="justify-self-start">Save last day</SubmitButton>
      </ActionForm>
    </div>
  );
}
