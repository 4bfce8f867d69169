import { ActionForm } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import type { CoverageChange } from "@/db/schema/constants";
import { setCoverageAction } from "@/lib/people/agreements/coverage/actions";
import { coverageHours, coverageNames } from "@/lib/people/agreements/coverage/rules";
import type { CoverageStep, StaffAgreementPage } from "@/lib/people/agreements/staff/queries";

interface Props {
  agreement: StaffAgreementPage;
  /** The viewer may decide about the coverage. */
  decides: boolean;
  /** Sentence about what was just done here. */
  saved: string | null;
}

/** The coverage of a support agreement, how it came to it, and for administrators the form that decides about it. */
export function CoveragePanel({ agreement, decides, saved }: Props) {
  const { id, brand, coverage: key, history } = agreement;
  const names = coverageNames(brand);
  const coverage = brand.coverages.find((one) => one.key === key);
  return (
    <Panel title={<span id="coverage">Coverage</span>}>
      <div className="grid gap-4 text-sm">
        {saved && (
          <Callout tone="success" role="status">
            {saved}
          </Callout>
        )}
        {coverage && (
          <p>
            <span className="font-semibold">{coverage.name}</span>
            <span className="block text-muted">{coverageHours(coverage, brand.chatCalendar)}</span>
          </p>
        )}
        {decides && (
          <ActionForm
            key={key}
            action={setCoverageAction}
            values={{ coverage: key }}
            label="Coverage"
            className="grid gap-4 border-t border-line pt-4"
          >
            <input type="hidden" name="agreement" value={id} />
            <input type="hidden" name="seen" value={key} />
            <SelectField
              name="coverage"
              label="Decide the coverage"
              help="Imports leave it alone from then on. Answers that are promised already stay as they are."
            >
              {brand.coverages.map((one) => (
                <option key={one.key} value={one.key}>
                  {one.name}
                </option>
              ))}
            </SelectField>
            <SubmitButton className="justify-self-start">Save coverage</SubmitButton>
          </ActionForm>
        )}
        {history.length > 0 && <History steps={history} names={names} />}
      </div>
    </Panel>
  );
}

const KINDS: Readonly<Record<CoverageChange, string>> = {
  decided: "decided in the portal",
  imported: "from the ERP",
  handed_back: "handed back to the ERP",
};

function History({ steps, names }: { steps: readonly CoverageStep[]; names: Readonly<Record<string, string>> }) {
  const nameOf = (key: string) => names[key] ?? key;
  return (
    <section className="grid gap-2 border-t border-line pt-4" aria-labelledby="coverage-history">
      <h3 id="coverage-history" className="font-semibold">
        History
      </h3>
      <ol className="grid gap-2">
        {steps.map(({ id, kind, before, after, at, when, by }) => (
          <li key={id} className="wrap-anywhere">
            {before === after ? nameOf(after) : `${nameOf(before)} → ${nameOf(after)}`}, {KINDS[kind]}
            <span className="block text-xs text-muted">
              <time dateTime={at} className="tabular">
                {when}
              </time>
              {by && `, ${by}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
