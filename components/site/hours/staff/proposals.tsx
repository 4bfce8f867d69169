import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { takeHolidaysAction } from "@/lib/site/hours/actions";
import type { HoursDesk } from "@/lib/site/hours/queries";
import { weekdayAndDay } from "@/lib/site/hours/rules";

interface Props {
  brand: string;
  proposals: HoursDesk["proposals"];
}

/** Holidays that the brand may take, each with its next day. Nothing is closed until one is taken. */
export function Proposals({ brand, proposals }: Props) {
  const federal = proposals.filter(({ isFederal }) => isFederal);
  return (
    <Panel title="Proposed holidays">
      <div className="grid gap-3 text-sm">
        {proposals.length === 0 ? (
          <p className="text-muted">All of them are days off already.</p>
        ) : (
          <p className="text-muted">
            You are open on these days. A holiday that you take is closed every year; one on a weekend is kept on the
            nearest working day.
          </p>
        )}
        {federal.length > 1 && (
          <ActionForm action={takeHolidaysAction} label="Take all US federal holidays" className="grid gap-2">
            <input type="hidden" name="brand" value={brand} />
            <SubmitButton variant="secondary" className="justify-self-start">
              Take all {federal.length} US federal holidays
            </SubmitButton>
          </ActionForm>
        )}
        {proposals.length > 0 && (
          <ul className="divide-y divide-line border-t border-line">
            {proposals.map(({ rule, name, day, isFederal }) => (
              <li key={rule} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
                <span className="min-w-0">
                  <span className="font-semibold">{name}</span>
                  <span className="tabular block text-muted">
                    <time dateTime={day}>{weekdayAndDay(day)}</time>
                    {isFederal ? ", US federal holiday" : ", no federal holiday"}
                  </span>
                </span>
                <ActionForm action={takeHolidaysAction} className="grid gap-2">
                  <input type="hidden" name="brand" value={brand} />
                  <input type="hidden" name="rule" value={rule} />
                  <SubmitButton variant="quiet" size="small">
                    Take
                    <span className="sr-only">{name}</span>
                  </SubmitButton>
                </ActionForm>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}
