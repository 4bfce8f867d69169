import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { STAFF_STATUS_LABELS, TRANSITIONS } from "@/lib/threads/requests/rules";
import {
  assignRequestAction,
  setDueAction,
  setRequestStatusAction,
  standInAction,
  takeRequestAction,
} from "@/lib/threads/requests/staff/actions";
import type { StaffRequest } from "@/lib/threads/requests/staff/queries";
import type { Worker } from "@/lib/threads/staff/people/queries";

interface Props {
  found: StaffRequest;
  workers: readonly Worker[];
}

/** Who answers, how the request stands and by when the client has an answer: forms that are each saved on their own. */
export function WorkPanel({ found, workers }: Props) {
  const { owner } = found;
  return (
    <Panel title="Work on this request" className="no-print">
      <div className="grid gap-5">
        {owner?.away && !owner.isMe ? <StandIn number={found.number} owner={owner} /> : null}
        {!owner?.isMe && <Take found={found} />}
        <Status found={found} />
        {found.status !== "closed" && <Due found={found} />}
        <Assignment found={found} workers={workers} />
      </div>
    </Panel>
  );
}

function StandIn({ number, owner }: { number: string; owner: NonNullable<StaffRequest["owner"]> }) {
  return (
    <ActionForm action={standInAction} label="Stand in" className="grid gap-2">
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="for" value={owner.id} />
      <p className="text-sm text-muted">
        {owner.name} is away until {owner.away?.until}.
      </p>
      <SubmitButton className="justify-self-start">Stand in</SubmitButton>
    </ActionForm>
  );
}

function Take({ found: { number, owner } }: { found: StaffRequest }) {
  return (
    <ActionForm action={takeRequestAction} label="Take the request" className="grid gap-2">
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="from" value={owner?.id ?? ""} />
      <SubmitButton variant={owner ? "secondary" : "primary"} className="justify-self-start">
        {owner ? "Take over" : "Take"}
      </SubmitButton>
    </ActionForm>
  );
}

function Status({ found: { number, status, thread } }: { found: StaffRequest }) {
  const offered = TRANSITIONS.staff_status[status];
  return (
    <ActionForm
      // What others change meanwhile is shown rather than what was there before.
      key={status}
      action={setRequestStatusAction}
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
            {STAFF_STATUS_LABELS[choice]}
          </option>
        ))}
      </SelectField>
      <SubmitButton variant="secondary" className="justify-self-start">
        Set status
      </SubmitButton>
    </ActionForm>
  );
}

function Due({ found: { number, clock, today, brand } }: { found: StaffRequest }) {
  return (
    <ActionForm
      key={clock?.dueWhen}
      action={setDueAction}
      label="Promised answer"
      className="grid gap-2 border-t border-line pt-4"
    >
      <input type="hidden" name="number" value={number} />
      <TextField
        name="day"
        type="date"
        min={today}
        label="Promise an answer by"
        help={`By the end of ${brand.shortName}’s portal-support hours of that day. The client sees it.${clock ? ` Now: ${clock.dueWhen}.` : ""}`}
      />
      <SubmitButton variant="secondary" className="justify-self-start">
        Promise
      </SubmitButton>
    </ActionForm>
  );
}

function Assignment({ found: { number, owner }, workers }: Props) {
  const isListed = workers.some(({ id }) => id === owner?.id);
  return (
    <ActionForm
      key={owner?.id}
      action={assignRequestAction}
      label="Assign"
      className="grid gap-2 border-t border-line pt-4"
      values={{ owner: owner?.id ?? "" }}
    >
      <input type="hidden" name="number" value={number} />
      <SelectField name="owner" label="Owner" required={false}>
        <option value="">Nobody</option>
        {owner && !isListed && <option value={owner.id}>{owner.name} (no longer answers requests)</option>}
        {workers.map(({ id, name }) => (
          <option key={id} value={id}>
            {owner?.isMe && id === owner.id ? `${name} (you)` : name}
          </option>
        ))}
      </SelectField>
      <SubmitButton variant="secondary" className="justify-self-start">
        Assign
      </SubmitButton>
    </ActionForm>
  );
}
