import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { addDays } from "@/lib/kit/time";
import { addDayOffAction, removeDayOffAction } from "@/lib/site/hours/actions";
import type { UpcomingDayOff } from "@/lib/site/hours/queries";
import { closedWords, weekdayAndDay } from "@/lib/site/hours/rules";

interface Props {
  brand: string;
  today: string;
  daysOff: readonly UpcomingDayOff[];
}

/** Days that are shown at once; further ones unfold. */
const SHOWN_DAYS = 366;

/** Holidays, extra closings and half days from today on, with the form that adds one. */
export function DaysOff({ brand, today, daysOff }: Props) {
  const horizon = addDays(today, SHOWN_DAYS);
  const [soon, later] = [daysOff.filter(({ day }) => day < horizon), daysOff.filter(({ day }) => day >= horizon)];
  return (
    <Panel title="Days off">
      <div className="grid gap-4">
        {daysOff.length === 0 && (
          <p className="text-sm text-muted">
            None. Add a closing or a half day here, or take the holidays that are proposed.
          </p>
        )}
        {soon.length > 0 && <DayList brand={brand} days={soon} />}
        {later.length > 0 && (
          <details className="border-t border-line pt-3">
            <summary className="min-h-11 cursor-pointer py-2 text-sm font-semibold">
              Later: {later.length === 1 ? "one day" : `${later.length} days`}
            </summary>
            <DayList brand={brand} days={later} />
          </details>
        )}
        <ActionForm
          key={daysOff.map(({ id }) => id).join(" ")}
          action={addDayOffAction}
          formId={uuidv7()}
          label="Add a day off"
          className="grid gap-4 border-t border-line pt-4"
        >
          <input type="hidden" name="brand" value={brand} />
          <h3 className="text-sm font-semibold">Add a day off</h3>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField name="day" type="date" label="Day" min={today} />
            <TextField
              name="name"
              label="Reason"
              help="Clients read it: Closed for …"
              maxLength={60}
              autoComplete="off"
            />
            <TextField name="closes" type="time" label="Closes at" help="Empty: closed from the morning on." optional />
            <TextField name="reopens" type="time" label="Opens again at" help="Empty: closed until the end." optional />
          </div>
          <SubmitButton className="justify-self-start">Add day off</SubmitButton>
        </ActionForm>
      </div>
    </Panel>
  );
}

function DayList({ brand, days }: { brand: string; days: readonly UpcomingDayOff[] }) {
  return (
    <ul className="divide-y divide-line text-sm">
      {days.map(({ id, day, name, closes, reopens, isYearly }) => (
        <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
          <span className="min-w-0 wrap-anywhere">
            <span className="font-semibold">{name}</span>
            <span className="tabular block text-muted">
              <time dateTime={day}>{weekdayAndDay(day)}</time>, closed {closedWords({ closes, reopens })}
            </span>
          </span>
          <ActionForm action={removeDayOffAction} className="flex flex-wrap items-center gap-2">
            <input type="hidden" name="brand" value={brand} />
            <input type="hidden" name="dayOff" value={id} />
            <SubmitButton variant="quiet" size="small">
              Remove
              <span className="sr-only">{`${name} on ${weekdayAndDay(day)}`}</span>
            </SubmitButton>
            {isYearly && (
              <SubmitButton variant="quiet" size="small" name="later" value="on">
                Remove every year
                <span className="sr-only">{`from ${weekdayAndDay(day)} on: ${name}`}</span>
              </SubmitButton>
            )}
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}
