import { BellOff, BellPlus } from "lucide-react";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import type { Choice } from "@/components/ui/choices";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ThreadKind } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { kindOf } from "@/lib/threads/kinds";
import type { Worker } from "@/lib/threads/staff/people/queries";
import type { StaffThread } from "@/lib/threads/staff/queries";
import { Property } from "./property";

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

interface FollowProps {
  kind: ThreadKind;
  action: FormAction;
  number: string;
  isFollowed: boolean;
}

/** Who follows a thread is told what the client writes, whoever owns it. */
export function FollowForm({ kind, action, number, isFollowed }: FollowProps) {
  const { noun } = kindOf(kind);
  return (
    <ActionForm action={action} label={`Follow the ${noun}`} className="no-print">
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="wish" value={isFollowed ? "leave" : "follow"} />
      <SubmitButton
        variant="tool"
        icon={isFollowed ? <BellOff aria-hidden size={16} /> : <BellPlus aria-hidden size={16} />}
        title={isFollowed ? `You are told what the client writes in this ${noun}.` : undefined}
      >
        {isFollowed ? "Unfollow" : "Follow"}
      </SubmitButton>
    </ActionForm>
  );
}

interface AssigneeProps {
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
export function AssigneeProperty(props: AssigneeProps) {
  const { action, number, owner, name: field, label, workers, me, noLonger } = props;
  const isListed = workers.some(({ id }) => id === owner?.id);
  return (
    <Property
      action={action}
      form="Assign"
      shortcut="a"
      label={label}
      name={field}
      value={owner?.id ?? ""}
      hidden={{ number }}
      options={[
        { value: "", label: "Nobody" },
        ...(owner && !isListed ? [{ value: owner.id, label: `${owner.name} (no longer ${noLonger})` }] : []),
        ...workers.map(({ id, name }) => ({ value: id, label: id === me ? `${name} (you)` : name })),
      ]}
      button="Assign"
    />
  );
}

interface StatusProps {
  kind: ThreadKind;
  action: FormAction;
  found: StaffThread<ThreadKind>;
  /** The status as the form would send it, and its words. */
  now: { readonly value: string; readonly label: string };
  /** What it may become. */
  choices: readonly Choice[];
}

/** Sets the status, unless a message has come that the viewer has not seen. */
export function StatusProperty({ kind, action, found: { number, status, thread }, now, choices }: StatusProps) {
  const { noun } = kindOf(kind);
  return (
    <Property
      action={action}
      form="Status"
      shortcut="s"
      label="Status"
      name="status"
      value={now.value}
      was="from"
      hidden={{ number, seen: thread.newestMessageId ?? "" }}
      options={[
        { ...now, was: status },
        ...choices.map(([value, label]) => ({
          ...{ value, label },
          ...(value.startsWith("closed") ? { told: `Close the ${noun}` } : {}),
        })),
      ]}
      button="Set status"
    />
  );
}
