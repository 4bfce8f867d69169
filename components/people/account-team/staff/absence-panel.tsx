import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { Callout } from "@/components/ui/callout";
import { Day } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { zoneName } from "@/lib/kit/time";
import { recordAbsenceAction, removeAbsenceAction } from "@/lib/people/account-team/staff/actions";
import type { StaffAbsences } from "@/lib/people/account-team/staff/queries";

interface Props {
  person: string;
  plan: StaffAbsences;
  /** The viewer may edit the absences. */
  writes: boolean;
  /** Sentence about what was just saved here. */
  saved: string | null;
}

/** Absences of a member of staff with their stand-ins. Clients are told of an absence while it lasts. */
export function AbsencePanel({ person, plan, writes, saved }: Props) {
  const { zone, today, absences, standIns } = plan;
  return (
    <Panel title={<span id="absences">Absences</span>}>
      <div className="grid gap-4 text-sm">
        {saved && (
          <Callout tone="success" role="status">
            {saved}
          </Callout>
        )}
        {absences.length === 0 ? (
          <p className="text-muted">None is planned.</p>
        ) : (
          <ul className="grid gap-3">
            {absences.map((absence) => (
              <li key={absence.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
                <span>
                  <Day value={absence.startsOn} /> to <Day value={absence.endsOn} />
                  <span className="block text-muted">
                    {absence.standIn ? `${absence.standIn} stands in` : "Nobody stands in"}
                    {absence.startsOn <= today && " · away now"}
                  </span>
                </span>
                {writes && (
                  <ActionForm action={removeAbsenceAction} className="grid gap-2">
                    <input type="hidden" name="id" value={absence.id} />
                    <input type="hidden" name="person" value={person} />
                    <SubmitButton variant="quiet" size="small">
                      Remove
                      <span className="sr-only">this absence from {absence.startsOn}</span>
                    </SubmitButton>
                  </ActionForm>
                )}
              </li>
            ))}
          </ul>
        )}
        {writes && (
          <ActionForm
            key={absences.map(({ id }) => id).join(" ")}
            action={recordAbsenceAction}
            formId={uuidv7()}
            label="New absence"
            className="grid gap-4 border-t border-line pt-4"
          >
            <input type="hidden" name="person" value={person} />
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField name="startsOn" type="date" label="First day" />
              <TextField name="endsOn" type="date" label="Last day" min={today} />
            </div>
            <SelectField
              name="standIn"
              label="Stands in"
              help="New requests go to them. Clients see their name, mail and phone."
              optional
            >
              <option value="">Nobody</option>
              {standIns.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectField>
            <p className="text-muted">Days in {zoneName(zone)} time.</p>
            <SubmitButton className="justify-self-start">Record absence</SubmitButton>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
