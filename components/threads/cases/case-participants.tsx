import { ActionForm } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { Avatar } from "@/components/ui/avatar";
import { buttonClass } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { addParticipantAction, removeParticipantAction } from "@/lib/threads/cases/actions";
import type { CaseDetail, Participant } from "@/lib/threads/cases/queries";

/** Participants of a case, and a form to add one. Each participant sees the case and gets its mail. */
export function CaseParticipants({ detail }: { detail: CaseDetail }) {
  const { number, filedBy, participants, colleagues, companyName } = detail;
  return (
    <Panel title="Participants">
      <ul className="grid gap-3 text-sm">
        <li className="flex items-center gap-3">
          <Person person={filedBy} detail="Filed this case" />
        </li>
        {participants.map((person) => (
          <li key={person.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Person person={person} />
            {person.isMe ? <Leave number={number} me={person} /> : <Remove number={number} person={person} />}
          </li>
        ))}
      </ul>
      <div className="no-print mt-4 border-t border-line pt-4">
        {colleagues.length === 0 ? (
          <p className="text-sm text-muted">
            Nobody else at {companyName} has the right to support cases, so there is nobody to add.
          </p>
        ) : (
          <ActionForm action={addParticipantAction} label="Add a participant" className="grid gap-3">
            <input type="hidden" name="number" value={number} />
            <SelectField
              name="contact"
              label="Add a colleague"
              help="They see the whole case and get its mail."
              placeholder="Choose a colleague"
            >
              {colleagues.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </SelectField>
            <div>
              <SubmitButton variant="secondary" pendingLabel="Adding">
                Add
              </SubmitButton>
            </div>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}

function Person({ person, detail }: { person: Participant; detail?: string }) {
  return (
    <>
      <Avatar name={person.name} size="small" />
      <span className="grid min-w-0 flex-1">
        <span className="wrap-anywhere">{person.isMe ? `${person.name} (you)` : person.name}</span>
        {detail && <span className="text-xs text-muted">{detail}</span>}
      </span>
    </>
  );
}

function Remove({ number, person }: { number: string; person: Participant }) {
  return (
    <ActionForm action={removeParticipantAction} label={`Remove ${person.name}`} className="no-print">
      <input type="hidden" name="number" value={number} />
      <input type="hidden" name="contact" value={person.id} />
      <SubmitButton variant="quiet" size="small" pendingLabel="Removing">
        Remove<span className="sr-only"> {person.name}</span>
      </SubmitButton>
    </ActionForm>
  );
}

/** Asks for confirmation, because who leaves may be unable to come back. */
function Leave({ number, me }: { number: string; me: Participant }) {
  return (
    <details className="no-print">
      <summary className={buttonClass("quiet", "small")}>Leave</summary>
      <div className="mt-2 grid gap-3">
        <p className="text-muted">
          You get no more mail about this case. Unless you may see all cases of the company, it is gone from your list
          until a colleague adds you again.
        </p>
        <ActionForm action={removeParticipantAction} label="Leave this case">
          <input type="hidden" name="number" value={number} />
          <input type="hidden" name="contact" value={me.id} />
          <SubmitButton variant="secondary" size="small" pendingLabel="Leaving">
            Leave this case
          </SubmitButton>
        </ActionForm>
      </div>
    </details>
  );
}
