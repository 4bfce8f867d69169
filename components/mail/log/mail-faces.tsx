"use client";

import { ActionForm } from "@/components/forms/action-form";
import { ChosenFields, FaceMenu, useChosenRows } from "@/components/ui/bulk-bar";
import { SubmitButton } from "@/components/ui/submit-button";
import { bulkSendAgainAction } from "@/lib/mail/log/again/actions";

/** What administrators do to the chosen mails. `id`: made with this page. */
export function MailFaces({ id }: { id: string }) {
  const { these } = useChosenRows();
  return (
    <FaceMenu face="send" label="Send again">
      <ActionForm
        action={bulkSendAgainAction}
        formId={id}
        label={`Send ${these} again`}
        className="grid max-w-full gap-3 p-2 md:w-72"
      >
        <ChosenFields />
        <p className="text-muted">
          Each mail that was given up goes out once more. Whoever may not get it any more, and an address that refuses
          mail, is left alone.
        </p>
        <SubmitButton size="small" className="justify-self-start">
          Send {these} again
        </SubmitButton>
      </ActionForm>
    </FaceMenu>
  );
}
