import { ActionForm } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { TEAM_ROLE_LABELS } from "@/lib/people/account-team/rules";
import { assignManagerAction } from "@/lib/people/edits/companies/managers/actions";
import type { ManagerChoice } from "@/lib/people/edits/companies/managers/queries";
import { MANAGER_ROLES } from "@/lib/people/edits/companies/managers/schema";

interface Props {
  companyId: string;
  choices: readonly ManagerChoice[];
}

/** Who looks after the company, where the ERP does not say. */
export function AssignManager({ companyId, choices }: Props) {
  return (
    <Panel title="Managers">
      <ActionForm action={assignManagerAction} label="Assign a manager" className="grid max-w-xl gap-4">
        <input type="hidden" name="company" value={companyId} />
        <p className="text-sm text-muted">
          In place of whom the portal put there. Where the ERP names somebody in the role, change it there.
        </p>
        <SelectField name="role" label="Role">
          {MANAGER_ROLES.map((role) => (
            <option key={role} value={role}>
              {TEAM_ROLE_LABELS[role]}
            </option>
          ))}
        </SelectField>
        <SelectField name="person" label="Person" placeholder="Choose somebody">
          <option value="nobody">Nobody</option>
          {choices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SubmitButton className="justify-self-start">Assign</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
