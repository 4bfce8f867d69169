import { SelectField } from "@/components/forms/fields";
import { RadioField } from "@/components/forms/radio-field";
import { TEAM_ROLES, type TeamRole } from "@/db/schema/constants";
import { teamWords } from "@/lib/threads/requests/changes/rules";
import type { StaffChange } from "@/lib/threads/requests/staff/queries";

const roleWords: Readonly<Record<TeamRole, string>> = {
  account_manager: "Account manager",
  subscription_manager: "Subscription manager",
  support: "Technical support",
  sales_engineer: "Sales engineer",
};

interface Props {
  decision: NonNullable<StaffChange["decision"]>;
  wanted: string;
}

/**
 * Chooses who joins or leaves an account team. CSS shows only the fields of the chosen option, so no script is needed.
 */
export function TeamChoice({ decision, wanted }: Props) {
  return (
    <div className="group/team grid gap-3">
      <RadioField
        name="membership"
        legend="What is to be done"
        help={`Asked for: ${wanted}`}
        options={[
          { value: "add", label: "Add somebody to the team" },
          {
            value: "remove",
            label: "Remove somebody from the team",
            help: "Imports do not bring them back until you hand it back to the ERP.",
          },
        ]}
      />
      <div className="hidden gap-3 group-has-[[value=add]:checked]/team:grid">
        <SelectField name="member" label="Member of staff" placeholder="Choose a person">
          {decision.members.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField name="role" label="Role" placeholder="Choose a role">
          {TEAM_ROLES.map((role) => (
            <option key={role} value={role}>
              {roleWords[role]}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="hidden gap-3 group-has-[[value=remove]:checked]/team:grid">
        <SelectField
          name="leaver"
          label="Who leaves"
          placeholder="Choose a person"
          help={decision.team.length === 0 ? "Nobody is on the team today." : undefined}
        >
          {decision.team.map((member) => (
            <option key={member.id} value={member.id}>
              {teamWords(member)}
            </option>
          ))}
        </SelectField>
      </div>
    </div>
  );
}
