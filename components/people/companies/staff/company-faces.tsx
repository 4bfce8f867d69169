"use client";

import { ActionForm } from "@/components/forms/action-form";
import { ChosenFields, FaceButton, FaceMenu, useChosenRows } from "@/components/ui/bulk-bar";
import { bulkAssignManagerAction } from "@/lib/people/edits/companies/managers/actions";
import type { ManagerRole } from "@/lib/people/edits/companies/managers/schema";

interface Props {
  managers: readonly { readonly id: string; readonly name: string }[];
  /** Ids made with this page, one for each form. */
  ids: Readonly<Record<ManagerRole, string>>;
}

const FACES = [
  { role: "account_manager", face: "assign", label: "Account manager", shortcut: "a" },
  { role: "subscription_manager", face: "subscription", label: "Subscription manager", shortcut: undefined },
] as const;

/** What administrators do to the chosen companies. */
export function CompanyFaces({ managers, ids }: Props) {
  const { these } = useChosenRows();
  return FACES.map(({ role, face, label, shortcut }) => (
    <FaceMenu key={role} face={face} label={label} {...(shortcut ? { shortcut } : {})}>
      <ActionForm
        action={bulkAssignManagerAction}
        formId={ids[role]}
        label={`${label} of ${these}`}
        className="grid gap-px"
      >
        <ChosenFields />
        <input type="hidden" name="role" value={role} />
        {managers.map(({ id, name }) => (
          <FaceButton key={id} name="person" value={id}>
            {name}
          </FaceButton>
        ))}
        <FaceButton name="person" value="nobody">
          Nobody
        </FaceButton>
      </ActionForm>
    </FaceMenu>
  ));
}
