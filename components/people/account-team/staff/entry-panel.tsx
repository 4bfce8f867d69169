import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { saveTeamEntryAction } from "@/lib/people/account-team/staff/actions";
import type { TeamEntry } from "@/lib/people/account-team/staff/entries/queries";

/** How clients reach a person on the teams that the portal put them on: the ERP sends nothing about those. */
export function EntryPanel({ person, entry }: { person: string; entry: TeamEntry }) {
  return (
    <Panel title="Phone and working hours">
      <ActionForm
        key={JSON.stringify(entry)}
        action={saveTeamEntryAction}
        label="Phone and working hours"
        values={{ phone: entry.phone ?? "", workingHours: entry.workingHours ?? "" }}
        className="grid gap-4"
      >
        <input type="hidden" name="person" value={person} />
        <TextField name="phone" type="tel" label="Phone" autoComplete="off" optional />
        <TextField
          name="workingHours"
          label="Working hours"
          help="As clients read them, with the zone: 8:00 a.m. – 4:30 p.m. Eastern."
          autoComplete="off"
          optional
        />
        <p className="text-sm text-muted">
          For the {entry.teams.toLocaleString("en-US")} account teams that the portal put this person on. What the ERP
          sends is changed there.
        </p>
        <SubmitButton className="justify-self-start">Save</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
