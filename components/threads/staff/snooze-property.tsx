import { TextField } from "@/components/forms/fields";
import { StaffName } from "@/components/people/companies/staff/client-links";
import type { ThreadKind } from "@/db/schema/constants";
import type { FormAction } from "@/lib/gate/actions/result";
import { kindOf } from "@/lib/threads/kinds";
import type { Snooze } from "@/lib/threads/staff/snoozes/queries";
import { Property } from "./property";
import { SnoozeKey } from "./snooze-key";
import { WorkForm } from "./work-forms";

interface Props {
  kind: ThreadKind;
  action: FormAction;
  number: string;
  snooze: Snooze;
}

/** Puts the thread out of the queues until a time, from a list or of one's own, and back. */
export function SnoozeProperty({ kind, action, number, snooze: { now, choices, zone } }: Props) {
  const { noun } = kindOf(kind);
  return (
    <div className="grid gap-1">
      <SnoozeKey form="Snooze" />
      <Property
        action={action}
        form="Snooze"
        label="Snooze"
        name="until"
        value={now?.until ?? ""}
        hidden={{ number }}
        options={[
          { value: "", label: "Not snoozed" },
          ...(now ? [{ value: now.until, label: now.label }] : []),
          ...choices.filter(({ until }) => until !== now?.until).map(({ until, label }) => ({ value: until, label })),
        ]}
        button="Snooze"
      />
      <p className="text-xs text-muted">
        {now ? (
          <>
            Snoozed by <StaffName member={now.by} />. {now.label}, or until the client writes or it has a new owner. The
            answer clock goes on.
          </>
        ) : (
          `A snoozed ${noun} leaves the queue. The answer clock goes on.`
        )}
      </p>
      <details className="text-sm">
        <summary className="min-h-6 cursor-pointer text-xs font-semibold text-accent">Another time</summary>
        <WorkForm
          key={now?.until}
          action={action}
          label="Snooze until another time"
          number={number}
          hidden={{ own: "yes" }}
          button="Snooze until then"
          className="mt-2 grid gap-2"
        >
          <TextField name="at" type="datetime-local" label="Day and time" help={`On your clock: ${zone}.`} />
        </WorkForm>
      </details>
    </div>
  );
}
