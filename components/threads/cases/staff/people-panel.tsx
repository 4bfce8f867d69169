import { ActionForm } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { ContactLink } from "@/components/people/companies/staff/client-links";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { VisuallyHidden } from "@/components/ui/visually-hidden";
import { staffAddParticipantAction, staffRemoveParticipantAction } from "@/lib/threads/cases/staff/actions";
import type { StaffCase } from "@/lib/threads/cases/staff/queries";

/** Contacts who take part in the case besides its filer. */
export function PeoplePanel({ found, works }: { found: StaffCase; works: boolean }) {
  const { number, participants, colleagues, filedBy } = found;
  return (
    <Panel title="Taking part">
      <div className="grid gap-4 text-sm">
        <ul className="grid gap-1">
          <li className="flex min-h-8 items-center">
            <ContactLink contact={filedBy} /> <span className="ml-2 text-muted">filed it</span>
          </li>
          {participants.map(({ id, name }) => (
            <li key={id} className="flex min-h-8 flex-wrap items-center justify-between gap-2">
              <span className="min-w-0">
                <ContactLink contact={{ id, name }} />
              </span>
              {works && (
                <ActionForm
                  action={staffRemoveParticipantAction}
                  label={`Remove ${name}`}
                  className="no-print grid gap-2"
                >
                  <input type="hidden" name="number" value={number} />
                  <input type="hidden" name="contact" value={id} />
                  <SubmitButton variant="quiet" size="small">
                    Remove<VisuallyHidden> {name}</VisuallyHidden>
                  </SubmitButton>
                </ActionForm>
              )}
            </li>
          ))}
        </ul>
        {works && colleagues.length > 0 && (
          <ActionForm
            key={participants.length}
            action={staffAddParticipantAction}
            label="Add a participant"
            className="no-print grid gap-2"
          >
            <input type="hidden" name="number" value={number} />
            <SelectField
              name="contact"
              label="Colleague of the client"
              placeholder="Choose a person"
              help="They see the case and get its mail from now on."
            >
              {colleagues.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
            </SelectField>
            <SubmitButton variant="secondary" className="justify-self-start">
              Add participant
            </SubmitButton>
          </ActionForm>
        )}
      </div>
    </Panel>
  );
}
