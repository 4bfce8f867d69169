import Form from "next/form";
import { Button } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import { type StatementRequest, statementHref, statementPresets } from "@/lib/money/statements/schema";
import { routes } from "@/lib/routes";

interface Props {
  request: StatementRequest;
  /** Currency that is shown, and those to choose from. */
  currency: string;
  currencies: readonly string[];
  /** `YYYY-MM-DD` in the brand's zone. */
  today: string;
}

/** Choice of period and currency: links for common periods, and a form that works without scripts. */
export function StatementPeriodForm({ request, currency, currencies, today }: Props) {
  const { from, to } = request;
  return (
    <div className="no-print mb-6 grid gap-4">
      <ChipRow label="Period">
        {statementPresets(today).map((preset) => (
          <Chip
            key={preset.label}
            href={statementHref({ ...request, from: preset.from, to: preset.to })}
            selected={preset.from === from && preset.to === to}
          >
            {preset.label}
          </Chip>
        ))}
      </ChipRow>
      <Form
        // A new key for a new period: React would keep what was typed over a client-side navigation.
        key={`${from}|${to}`}
        action={routes.statement}
        aria-label="Period"
        className="grid grid-cols-2 items-end gap-3 sm:grid-cols-[10rem_10rem_auto] sm:justify-start"
      >
        {request.currency && <input type="hidden" name="currency" value={request.currency} />}
        <Field id="statement-from" label="From">
          {(control) => (
            <TextInput {...control} type="date" name="from" defaultValue={from} max={today} className="min-w-0" />
          )}
        </Field>
        <Field id="statement-to" label="To">
          {(control) => (
            <TextInput {...control} type="date" name="to" defaultValue={to} max={today} className="min-w-0" />
          )}
        </Field>
        <div className="col-span-2 sm:col-span-1">
          <Button type="submit">Show statement</Button>
        </div>
      </Form>
      {currencies.length > 1 && (
        <ChipRow label="Currency">
          {currencies.map((each) => (
            <Chip key={each} href={statementHref({ ...request, currency: each })} selected={each === currency}>
              {each}
            </Chip>
          ))}
        </ChipRow>
      )}
    </div>
  );
}
