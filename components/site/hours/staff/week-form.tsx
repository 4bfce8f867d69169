import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { type BusinessCalendar, zoneName } from "@/lib/kit/time";
import { saveHoursAction } from "@/lib/site/hours/actions";
import { weekText } from "@/lib/site/hours/rules";
import { WEEKDAYS } from "@/lib/site/hours/schema";
import type { OpenKind } from "@/lib/site/hours/types";

interface Props {
  brand: string;
  kind: OpenKind;
  title: string;
  /** What is counted in these hours. */
  use: string;
  calendar: BusinessCalendar;
}

const nameOf = (day: string) => `${day.charAt(0).toUpperCase()}${day.slice(1)}`;

/** The weekly hours of one kind. A day without times is closed. */
export function WeekForm({ brand, kind, title, use, calendar }: Props) {
  const seen = weekText(calendar.hours);
  const values = Object.fromEntries(
    calendar.hours.flatMap(({ weekday, opens, closes }) => {
      const day = WEEKDAYS[weekday - 1];
      return [
        [`${day}.opens`, opens],
        [`${day}.closes`, closes],
      ];
    }),
  );
  return (
    <Panel title={title}>
      <ActionForm key={seen} action={saveHoursAction} label={title} values={values} className="grid gap-4">
        <input type="hidden" name="brand" value={brand} />
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="seen" value={seen} />
        <p className="text-sm text-muted">
          {use} Times are {zoneName(calendar.zone)}. A day without times is closed.
        </p>
        <div className="grid gap-3">
          {WEEKDAYS.map((day) => (
            <fieldset key={day} className="grid grid-cols-2 gap-x-3 gap-y-1 sm:grid-cols-[7rem_1fr_1fr]">
              <legend className="sr-only">{nameOf(day)}</legend>
              <span aria-hidden className="col-span-2 self-center text-sm font-semibold sm:col-span-1">
                {nameOf(day)}
              </span>
              {(["opens", "closes"] as const).map((end) => (
                <TextField
                  key={end}
                  name={`${day}.${end}`}
                  type="time"
                  label={<span className="sr-only">{`${nameOf(day)} ${end}`}</span>}
                  required={false}
                />
              ))}
            </fieldset>
          ))}
        </div>
        <SubmitButton className="justify-self-start">Save hours</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
