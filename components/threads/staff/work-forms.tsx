import type { ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import type { Choice } from "@/components/ui/choices";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ThreadKind } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { kindOf } from "@/lib/threads/kinds";
import type { Worker } from "@/lib/threads/staff/people/queries";
import type { StaffThread } from "@/lib/threads/staff/queries";

interface WorkProps {
  action: FormAction;
  /** Names the form for screen readers. */
  label: string;
  number: string;
  /** Hidden fields: what the viewer saw, which the action compares with the present state. */
  hidden?: Readonly<Record<string, string>>;
  values?: Readonly<Record<string, string>>;
  button: string;
  variant?: "primary" | "secondary";
  className?: string;
  children?: ReactNode;
}

/**
 * A form of the panel in which staff work a thread. Give it a key made of the values that it shows, so that others'
 * changes appear in it.
 */
export function WorkForm(props: WorkProps) {
  const { action, label, number, hidden = {}, values, button, variant = "secondary", children } = props;
  return (
    <ActionForm action={action} label={label} className={props.className ?? "grid gap-2"} values={values}>
      {Object.entries({ number, ...hidden }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      <SubmitButton variant={variant} className="justify-self-start">
        {button}
      </SubmitButton>
    </ActionForm>
  );
}

interface TakeProps {
  kind: ThreadKind;
  action: FormAction;
  number: string;
  owner: Worker | null;
}

/** The viewer becomes the owner; from another owner they take over. */
export function TakeForm({ kind, action, number, owner }: TakeProps) {
  return (
    <WorkForm
      action={action}
      label={`Take the ${kindOf(kind).noun}`}
      number={number}
      hidden={{ from: owner?.id ?? "" }}
      button={owner ? "Take over" : "Take"}
      variant={owner ? "secondary" : "primary"}
    />
  );
}

interface AssignProps {
  action: FormAction;
  number: string;
  owner: Worker | null;
  /** Name of the field for the owner, and the owner's label. */
  name: string;
  label: string;
  workers: readonly Worker[];
  /** Staff id of the viewer, who is marked in the list. */
  me: string | null;
  /** Says of an owner who is not among the workers what they no longer do. */
  noLonger: string;
}

/** Makes somebody who works this kind the owner, or nobody. */
export function AssignForm({ action, number, owner, name: field, label, workers, me, noLonger }: AssignProps) {
  const isListed = workers.some(({ id }) => id === owner?.id);
  return (
    <WorkForm
      key={owner?.id}
      action={action}
      label="Assign"
      number={number}
      values={{ [field]: owner?.id ?? "" }}
      button="Assign"
      className="grid gap-2 border-t border-line pt-4"
    >
      <SelectField name={field} label={label}>
        <option value="">Nobody</option>
        {owner && !isListed && <option value={owner.id}>{`${owner.name} (no longer ${noLonger})`}</option>}
        {workers.map(({ id, name }) => (
          <option key={id} value={id}>
            {id === me ? `${name} (you)` : name}
          </option>
        ))}
      </SelectField>
    </WorkForm>
  );
}

interface StatusProps {
  kind: ThreadKind;
  action: FormAction;
  found: StaffThread<ThreadKind>;
  /** The usual status first. */
  choices: readonly Choice[];
}

/** Sets the status, unless a message has come that the viewer has not seen. */
export function StatusForm({ kind, action, found: { number, status, thread }, choices }: StatusProps) {
  return (
    <WorkForm
      key={status}
      action={action}
      label="Status"
      number={number}
      hidden={{ from: status, seen: thread.newestMessageId ?? "" }}
      values={{ status: choices[0]?.[0] ?? "" }}
      button="Set status"
    >
      <SelectField name="status" label="New status" help={`It is “${kindOf(kind).staffLabels[status]}” now.`}>
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </SelectField>
    </WorkForm>
  );
}
