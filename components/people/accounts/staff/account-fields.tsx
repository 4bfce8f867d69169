import { ChoicesField } from "@/components/forms/choices-field";
import { TextField } from "@/components/forms/fields";
import type { BrandNames } from "@/components/ui/brand-field";
import { STAFF_ROLES } from "@/db/schema/constants";
import { STAFF_ROLE_LABELS } from "@/lib/people/accounts/rules";

/** What an administrator says of a colleague: the same when they are invited and later. */
export function AccountFields({ brands }: { brands: BrandNames }) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="name" label="Name" autoComplete="off" />
        <TextField name="jobTitle" label="Job title" autoComplete="off" optional />
        <TextField name="phone" type="tel" label="Phone" autoComplete="off" optional />
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoicesField
          name="roles"
          label="Roles"
          choices={STAFF_ROLES.map((role) => ({ value: role, label: STAFF_ROLE_LABELS[role] }))}
        />
        <ChoicesField
          name="brands"
          label="Brands"
          choices={Object.entries(brands).map(([value, label]) => ({ value, label }))}
        />
      </div>
    </>
  );
}
