import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { SEVERITIES } from "@/db/schema/constants";
import { CLOSE_REASON_LABELS, SEVERITY_LABELS, STAFF_STATUS_LABELS, TRANSITIONS } from "@/lib/threads/cases/rules";
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

/** How the case stands, who works it and what it is about: forms that are each saved on their own. */
export function TriagePanel(props: Props) {
  const { found, staffId } = props;
  return (
    <Panel title="Work on this case" className="no-print">
      <div className="grid gap-5">
        {found.assignee?.id !== staffId && <Take found={found} />}
        <Status found={found} />
        <Assignment {...props} />
        <About {...props} />
      </div>
    </Panel>
  );
}

function Take({ found: { number, assignee } }: { found: StaffCase }) {
  return (
    <ActionForm action={takeCaseAction} label="Take the case" className="grid gap-2">
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="from" value={assignee?.id ?? ""} />
      <SubmitButton variant={assignee ? "secondary" : "primary"} className="justify-self-start">
        {assignee ? "Take over" : "Take"}
      </SubmitButton>
    </ActionForm>
  );
}

function Assignment({ found, choices, staffId }: Props) {
  const { number, assignee } = found;
  const isListed = choices.agents.some(({ id }) => id === assignee?.id);
  return (
    <ActionForm
      // What others change meanwhile is shown rather than what was there before.
      key={assignee?.id}
      action={assignCaseAction}
      label="Assign"
      className="grid gap-2 border-t border-line pt-4"
      values={{ assignee: assignee?.id ?? "" }}
    >
      <input type="hidden" name="number" value={number} />
      <SelectField name="assignee" label="Assignee" required={false}>
        <option value="">Nobody</option>
        {assignee && !isListed && <option value={assignee.id}>{assignee.name} (no longer works cases)</option>}
        {choices.agents.map(({ id, name }) => (
          <option key={id} value={id}>
            {id === staffId ? `${name} (you)` : name}
          </option>
        ))}
      </SelectField>
      <SubmitButton variant="secondary" className="justify-self-start">
        Assign
      </SubmitButton>
    </ActionForm>
  );
}

function Status({ found }: { found: StaffCase }) {
  const { number, status, thread } = found;
  const allowed: readonly string[] = TRANSITIONS.staff_status[status];
  const offered = STATUS_CHOICES.filter((choice) => allowed.includes(choice.split(":")[0] ?? ""));
  return (
    <ActionForm
      key={status}
      action={setCaseStatusAction}
      label="Status"
      className="grid gap-2"
      values={{ status: offered[0] ?? "" }}
    >
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="from" value={status} />
      <input type="hidden" name="seen" value={thread.newestMessageId ?? ""} />
      <SelectField name="status" label="New status" help={`It is “${STAFF_STATUS_LABELS[status]}” now.`}>
        {offered.map((choice) => (
          <option key={choice} value={choice}>
            {choiceWords(choice)}
          </option>
        ))}
      </SelectField>
      <SubmitButton variant="secondary" className="justify-self-start">
        Set status
      </SubmitButton>
    </ActionForm>
  );
}

function choiceWords(choice: StatusChoice): string {
  if (choice === "closed:solved") return `Closed: ${CLOSE_REASON_LABELS.solved.toLocaleLowerCase("en-US")}`;
  if (choice === "closed:withdrawn") return `Closed: ${CLOSE_REASON_LABELS.withdrawn.toLocaleLowerCase("en-US")}`;
  return STAFF_STATUS_LABELS[choice];
}

function About({ found, choices }: Props) {
  const { number, severity, product } = found;
  const version = found.productVersion ?? "";
  const versions = choices.products.find(({ name }) => name === product)?.versions ?? [];
  return (
    <ActionForm
      key={[severity, product, version].join("|")}
      action={triageCaseAction}
      label="Severity and product"
      className="grid gap-3 border-t border-line pt-4"
      values={{ severity, product, version }}
    >
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="was.severity" value={severity} />
      <input type="hidden" name="was.product" value={product} />
      <input type="hidden" name="was.version" value={version} />
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
      <SubmitButton variant="secondary" className="justify-self-start">
        Save
      </SubmitButton>
    </ActionForm>
  );
}
