import { ActionForm } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { formatDay, formatInstant } from "@/lib/kit/time";
import { setStandInAction } from "@/lib/people/on-call/actions";
import type { OnCallDesk, StoredRota } from "@/lib/people/on-call/queries";
import { onCallAt } from "@/lib/people/on-call/rules";

interface Props {
  brand: string;
  desk: OnCallDesk;
  rota: StoredRota;
}

/** Who is on call in the next weeks, and who stands in. */
export function WeeksPanel({ brand, desk, rota }: Props) {
  return (
    <Panel title="Next weeks">
      <div className="grid gap-4 text-sm">
        <ol className="divide-y divide-line">
          {desk.weeks.map(({ week, from, until }) => {
            const onCall = onCallAt(rota, from);
            const standsIn = rota.standIns.some((one) => one.week === week);
            return (
              <li key={week} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
                <span className="min-w-0 wrap-anywhere">
                  <span className="font-semibold">{onCall?.person.name ?? "All administrators"}</span>
                  {onCall?.as === "stand-in" && <span className="text-muted"> stands in</span>}
                  {onCall?.as === "lead" && <span className="text-muted"> as the lead</span>}
                  <span className="tabular block text-muted">
                    <time dateTime={from.toString()}>{formatInstant(from, desk.zone)}</time> to{" "}
                    {formatInstant(until, desk.zone)}
                  </span>
                </span>
                {standsIn && (
                  <ActionForm action={setStandInAction} label={`Stand-in from ${formatDay(week)}`}>
                    <input type="hidden" name="brand" value={brand} />
                    <input type="hidden" name="week" value={week} />
                    <SubmitButton variant="quiet" size="small">
                      Remove stand-in<span className="sr-only"> from {formatDay(week)}</span>
                    </SubmitButton>
                  </ActionForm>
                )}
              </li>
            );
          })}
        </ol>
        <ActionForm
          key={rota.standIns.map(({ week, person }) => week + person.id).join(" ")}
          action={setStandInAction}
          label="Stand-in for a week"
          className="grid gap-3 border-t border-line pt-4"
        >
          <input type="hidden" name="brand" value={brand} />
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField name="week" label="Week from" placeholder="Choose a week">
              {desk.weeks.map(({ week }) => (
                <option key={week} value={week}>
                  {formatDay(week)}
                </option>
              ))}
            </SelectField>
            <SelectField name="person" label="Who stands in" placeholder="Choose somebody">
              {desk.choices.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectField>
          </div>
          <SubmitButton variant="secondary" className="justify-self-start">
            Set stand-in
          </SubmitButton>
        </ActionForm>
      </div>
    </Panel>
  );
}
