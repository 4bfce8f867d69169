import { SelectField, TextField } from "@/components/forms/fields";
import { AssignForm, StatusForm, TakeForm, WorkForm } from "@/components/threads/staff/work-forms";
import { Panel } from "@/components/ui/panel";
import { SEVERITIES } from "@/db/schema/constants";
import { closedFor, SEVERITY_LABELS, STAFF_STATUS_LABELS, TRANSITIONS } from "@/lib/threads/cases/rules";
import {
  assignCaseAction,
  setCaseStatusAction,
  takeCaseAction,
  triageCaseAction,
} from "@/lib/threads/cases/staff/actions";
import type { CaseChoices } from "@/lib/threads/cases/staff/choices/queries";
import type { StaffCase } from "@/lib/threads/cases/staff/queries";
import { STATUS_CHOICES, type StatusChoice } from "@/lib/threads/cases/staff/schema";

interface Props {
  found: StaffCase;
  choices: CaseChoices;
  staffId: string;
}

/** Status, assignee, severity and product of a case: each a form that is saved by itself. */
export function TriagePanel({ found, choices, staffId }: Props) {
  const { number, status, owner } = found;
  const allowed: readonly string[] = TRANSITIONS.staff_status[status];
  const offered = STATUS_CHOICES.filter((choice) => allowed.includes(choice.split(":")[0] ?? ""));
  return (
    <Panel title="Work on this case" className="no-print">
      <div className="grid gap-5">
        {owner?.id !== staffId && <TakeForm kind="case" action={takeCaseAction} number={number} owner={owner} />}
        <StatusForm
          kind="case"
          action={setCaseStatusAction}
          found={found}
          choices={offered.map((choice) => [choice, choiceWords(choice)])}
        />
        <AssignForm
          action={assignCaseAction}
          number={number}
          owner={owner}
          name="assignee"
          label="Assignee"
          workers={choices.agents}
          me={staffId}
          noLonger="works cases"
        />
        <About found={found} choices={choices} />
      </div>
    </Panel>
  );
}

function choiceWords(choice: StatusChoice): string {
  if (choice === "closed:solved") return closedFor("solved");
  if (choice === "closed:withdrawn") return closedFor("withdrawn");
  return STAFF_STATUS_LABELS[choice];
}

function About({ found, choices }: Pick<Props, "found" | "choices">) {
  const { number, severity, product } = found;
  const version = found.productVersion ?? "";
  const versions = choices.products.find(({ name }) => name === product)?.versions ?? [];
  return (
    <WorkForm
      key={[severity, product, version].join("|")}
      action={triageCaseAction}
      label="Severity and product"
      number={number}
      hidden={{ "was.severity": severity, "was.product": product, "was.version": version }}
      values={{ severity, product, version }}
      button="Save"
      className="grid gap-3 border-t border-line pt-4"
    >
      <SelectField name="severity" label="Severity" help="A change counts the answer clock anew.">
        {SEVERITIES.map((value) => (
          <option key={value} value={value}>
            {SEVERITY_LABELS[value]}
          </option>
        ))}
      </SelectField>
      <SelectField name="product" label="Product">
        {choices.products.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField name="version" label="Version" optional list="case-versions" autoComplete="off" maxLength={50} />
      <datalist id="case-versions">
        {versions.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </WorkForm>
  );
}
