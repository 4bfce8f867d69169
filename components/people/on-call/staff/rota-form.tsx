import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { formatPhone } from "@/lib/kit/phone-numbers";
import { zoneName } from "@/lib/kit/time";
import { saveRotaAction } from "@/lib/people/on-call/actions";
import type { OnCallDesk } from "@/lib/people/on-call/queries";
import { HANDOVER_DAYS } from "@/lib/people/on-call/rules";

interface Props {
  brand: string;
  desk: OnCallDesk;
}

/** The number that clients call, when one person hands over to the next, and who leads. */
export function RotaForm({ brand, desk: { rota, choices, zone } }: Props) {
  const values = {
    phone: rota ? formatPhone(rota.phone) : "",
    weekday: String(rota?.handoverWeekday ?? 1),
    time: rota?.handoverTime ?? "08:30",
    lead: rota?.lead?.id ?? "",
  };
  return (
    <Panel title="Number and hand-over">
      <ActionForm
        key={Object.values(values).join(" ")}
        action={saveRotaAction}
        label="Number and hand-over"
        values={values}
        className="grid gap-4"
      >
        <input type="hidden" name="brand" value={brand} />
        <TextField
          name="phone"
          type="tel"
          label="Number that clients call"
          help="Only clients whose agreement covers the hour see it."
          maxLength={40}
          autoComplete="off"
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField name="weekday" label="Hand-over on">
            {HANDOVER_DAYS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
          <TextField name="time" type="time" label={`Hand-over at, ${zoneName(zone)} time`} />
        </div>
        <SelectField name="lead" label="Lead" help="Called last, and whenever nobody of the rota can be." optional>
          <option value="">Nobody</option>
          {choices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SubmitButton className="justify-self-start">Save number and hand-over</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
