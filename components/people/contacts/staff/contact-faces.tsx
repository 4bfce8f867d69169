"use client";

import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { ChosenFields, FaceMenu, useChosenRows } from "@/components/ui/bulk-bar";
import { SubmitButton } from "@/components/ui/submit-button";
import { bulkDisableAction, bulkInviteAction } from "@/lib/people/edits/contacts/bulk/actions";

interface Props {
  /** Ids made with this page, one for each form. */
  ids: { readonly invite: string; readonly disable: string };
}

const FORM = "grid max-w-full gap-3 p-2 md:w-72";

/** What administrators do to the chosen contacts. */
export function ContactFaces({ ids }: Props) {
  const { these } = useChosenRows();
  return (
    <>
      <FaceMenu face="invite" label="Invite">
        <ActionForm action={bulkInviteAction} formId={ids.invite} label={`Invite ${these}`} className={FORM}>
          <ChosenFields />
          <p className="text-muted">
            Each gets the link of the first sign-in by mail. Who signs in already or was invited within a day is left
            alone.
          </p>
          <SubmitButton size="small" className="justify-self-start">
            Invite {these}
          </SubmitButton>
        </ActionForm>
      </FaceMenu>
      <FaceMenu face="disable" label="Disable">
        <ActionForm action={bulkDisableAction} formId={ids.disable} label={`Disable ${these}`} className={FORM}>
          <ChosenFields />
          <p className="text-muted">Sessions, links and replies by mail end at once. Nothing is deleted.</p>
          <TextField name="reason" label="Reason" optional maxLength={500} help="For colleagues, in the history." />
          <SubmitButton variant="danger" size="small" className="justify-self-start">
            Disable {these}
          </SubmitButton>
        </ActionForm>
      </FaceMenu>
    </>
  );
}
