"use client";

import { ActionForm } from "@/components/forms/action-form";
import { ChosenFields, FaceButton, FaceMenu, useChosenRows } from "@/components/ui/bulk-bar";
import { assignRenewalsAction } from "@/lib/threads/requests/renewals/bulk/actions";

interface Props {
  /** Who may own a request, the viewer first. */
  workers: readonly { readonly id: string; readonly name: string }[];
  /** Made with this page. */
  id: string;
}

/** What can be done to the chosen agreements: their open requests are assigned. */
export function RenewalFaces({ workers, id }: Props) {
  const { these } = useChosenRows();
  return (
    <FaceMenu face="assign" label="Assign requests" shortcut="a">
      <ActionForm
        action={assignRenewalsAction}
        formId={id}
        label={`Assign the requests about ${these}`}
        className="grid gap-px"
      >
        <ChosenFields />
        {workers.map((worker) => (
          <FaceButton key={worker.id} name="owner" value={worker.id}>
            {worker.name}
          </FaceButton>
        ))}
        <FaceButton name="owner" value="">
          Nobody
        </FaceButton>
      </ActionForm>
    </FaceMenu>
  );
}
