import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { ON_CALL_DUTIES } from "@/db/schema/constants";
import { addStepAction, removeStepAction } from "@/lib/people/on-call/actions";
import type { StoredRota } from "@/lib/people/on-call/queries";
import { afterWords, DUTY_LABELS } from "@/lib/people/on-call/rules";

interface Props {
  brand: string;
  rota: StoredRota;
  hasPager: boolean;
}

/** Whom an alarm calls, one after the other, until somebody has it. */
export function StepsPanel({ brand, rota, hasPager }: Props) {
  return (
    <Panel title="Who is called, and when">
      <div className="grid gap-4 text-sm">
        <p className="text-muted">
          Production stopped outside chat hours calls these people one after the other, until somebody presses I have
          it. Each is told by mail, in the bell and with a sound in an open page
          {hasPager ? ", and the pager is told of each step" : ""}.{!hasPager && " No pager is set up for this brand."}
        </p>
        <ol className="divide-y divide-line">
          {rota.steps.map(({ id, duty, after }) => (
            <li key={id} className="flex items-center justify-between gap-4 py-2">
              <span className="min-w-0">
                <span className="font-semibold">{DUTY_LABELS[duty]}</span>
                <span className="text-muted">, {afterWords(after)}</span>
              </span>
              <ActionForm action={removeStepAction} label={`Step ${DUTY_LABELS[duty]}, ${afterWords(after)}`}>
                <input type="hidden" name="brand" value={brand} />
                <input type="hidden" name="step" value={id} />
                <SubmitButton variant="quiet" size="small">
                  Remove<span className="sr-only">{` ${DUTY_LABELS[duty]}, ${afterWords(after)}`}</span>
                </SubmitButton>
              </ActionForm>
            </li>
          ))}
        </ol>
        <ActionForm
          key={rota.steps.map(({ id }) => id).join(" ")}
          action={addStepAction}
          formId={uuidv7()}
          label="Add a step"
          className="grid gap-3 border-t border-line pt-4"
        >
          <input type="hidden" name="brand" value={brand} />
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField name="duty" label="Who is called">
              {ON_CALL_DUTIES.map((duty) => (
                <option key={duty} value={duty}>
                  {DUTY_LABELS[duty]}
                </option>
              ))}
            </SelectField>
            <TextField
              name="after"
              type="number"
              inputMode="numeric"
              min={0}
              max={240}
              label="After how many minutes"
            />
          </div>
          <SubmitButton variant="secondary" className="justify-self-start">
            Add step
          </SubmitButton>
        </ActionForm>
      </div>
    </Panel>
  );
}
