"use client";

import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { ChosenFields, FaceButton, FaceMenu, useChosenRows } from "@/components/ui/bulk-bar";
import type { Choice } from "@/components/ui/choices";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormAction } from "@/lib/gate/actions/result";
import type { SnoozeChoice } from "@/lib/threads/staff/snoozes/rules";

type Deed = "assign" | "status" | "snooze" | "close";

interface Props {
  /** Who may own one, the viewer first. */
  workers: readonly { readonly id: string; readonly name: string }[];
  statuses: readonly Choice[];
  /** Times until which they may sleep. */
  snoozes: readonly SnoozeChoice[];
  actions: Readonly<Record<Deed, FormAction>>;
  /** Ids made with this page, one for each form. */
  ids: Readonly<Record<Deed, string>>;
  /** When the rows were read. */
  seenAt: string;
}

/** What can be done to the chosen threads. */
export function ThreadFaces({ workers, statuses, snoozes, actions, ids, seenAt }: Props) {
  const { numbers, these } = useChosenRows();
  const seen = <input type="hidden" name="seenAt" value={seenAt} />;
  return (
    <>
      <FaceMenu face="assign" label="Assign" shortcut="a">
        <ActionForm action={actions.assign} formId={ids.assign} label={`Assign ${these}`} className="grid gap-px">
          <ChosenFields />
          {workers.map(({ id, name }) => (
            <FaceButton key={id} name="owner" value={id}>
              {name}
            </FaceButton>
          ))}
          <FaceButton name="owner" value="">
            Nobody
          </FaceButton>
        </ActionForm>
      </FaceMenu>
      <FaceMenu face="status" label="Status" shortcut="s">
        <ActionForm
          action={actions.status}
          formId={ids.status}
          label={`Set the status of ${these}`}
          className="grid gap-px"
        >
          <ChosenFields />
          {seen}
          {statuses.map(([value, words]) => (
            <FaceButton key={value} name="status" value={value}>
              {words}
            </FaceButton>
          ))}
        </ActionForm>
      </FaceMenu>
      <FaceMenu face="snooze" label="Snooze" shortcut="z">
        <ActionForm action={actions.snooze} formId={ids.snooze} label={`Snooze ${these}`} className="grid gap-px">
          <ChosenFields />
          {snoozes.map(({ until, label }) => (
            <FaceButton key={until} name="until" value={until}>
              {label}
            </FaceButton>
          ))}
          <FaceButton name="until" value="">
            Not snoozed
          </FaceButton>
        </ActionForm>
      </FaceMenu>
      <FaceMenu face="close" label="Close">
        <ActionForm
          action={actions.close}
          formId={ids.close}
          label={`Close ${these}`}
          className="grid max-w-full gap-3 p-2 md:w-72"
        >
          <ChosenFields />
          {seen}
          <TextAreaField
            name="sentence"
            label={numbers.length === 1 ? "A sentence to the client" : "A sentence to each client"}
            help="It stands in the conversation, and goes out by mail."
            rows={3}
          />
          <SubmitButton size="small" className="justify-self-start">
            Close {these}
          </SubmitButton>
        </ActionForm>
      </FaceMenu>
    </>
  );
}
