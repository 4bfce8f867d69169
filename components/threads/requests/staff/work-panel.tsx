import { TextField } from "@/components/forms/fields";
import { SnoozeProperty } from "@/components/threads/staff/snooze-property";
import { AssigneeProperty, StatusProperty, TakeForm, WorkForm } from "@/components/threads/staff/work-forms";
import { choicesOf } from "@/components/ui/choices";
import { Panel } from "@/components/ui/panel";
import { STAFF_STATUS_LABELS, TRANSITIONS } from "@/lib/threads/requests/rules";
import {
  assignRequestAction,
  setDueAction,
  setRequestStatusAction,
  snoozeRequestAction,
  standInAction,
  takeRequestAction,
} from "@/lib/threads/requests/staff/actions";
import type { StaffRequest } from "@/lib/threads/requests/staff/queries";
import type { Worker } from "@/lib/threads/staff/people/queries";

interface Props {
  found: StaffRequest;
  workers: readonly Worker[];
}

/** Owner, status and due day of a request: each a form that is saved by itself. */
export function WorkPanel({ found, workers }: Props) {
  const { number, status, owner } = found;
  return (
    <Panel title="Properties" className="no-print">
      <div className="grid gap-2.5">
        {owner?.away && !owner.isMe ? <StandIn number={number} owner={owner} /> : null}
        <StatusProperty
          kind="request"
          action={setRequestStatusAction}
          found={found}
          now={{ value: status, label: STAFF_STATUS_LABELS[status] }}
          choices={choicesOf(TRANSITIONS.staff_status[status], STAFF_STATUS_LABELS)}
        />
        <AssigneeProperty
          action={assignRequestAction}
          number={number}
          owner={owner}
          name="owner"
          label="Owner"
          workers={workers}
          me={owner?.isMe ? owner.id : null}
          noLonger="answers requests"
        />
        {!owner?.isMe && <TakeForm kind="request" action={takeRequestAction} number={number} owner={owner} />}
        {status !== "closed" && (
          <SnoozeProperty kind="request" action={snoozeRequestAction} number={number} snooze={found.around.snooze} />
        )}
        {status !== "closed" && <Due found={found} />}
      </div>
    </Panel>
  );
}

function StandIn({ number, owner }: { number: string; owner: NonNullable<StaffRequest["owner"]> }) {
  return (
    <WorkForm
      action={standInAction}
      label="Stand in"
      number={number}
      hidden={{ for: owner.id }}
      button="Stand in"
      variant="primary"
    >
      <p className="text-sm text-muted">
        {owner.name} is away until {owner.away?.until}.
      </p>
    </WorkForm>
  );
}

function Due({ found: { number, clock, today, brand } }: { found: StaffRequest }) {
  return (
    <WorkForm
      key={clock?.dueWhen}
      action={setDueAction}
      label="Promised answer"
      number={number}
      button="Promise"
      className="grid gap-2 border-t border-line pt-4"
    >
      <TextField
        name="day"
        type="date"
        min={today}
        label="Promise an answer by"
        help={`By the end of ${brand.shortName}’s portal-support hours of that day. The client sees it.${clock ? ` Now: ${clock.dueWhen}.` : ""}`}
      />
    </WorkForm>
  );
}
