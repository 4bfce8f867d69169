"use client";

import { ActionForm } from "@/components/forms/action-form";
import { ChosenFields, FaceMenu, useChosenRows } from "@/components/ui/bulk-bar";
import { SubmitButton } from "@/components/ui/submit-button";
import { takeChatsAction } from "@/lib/threads/chats/staff/bulk/actions";

/** Takes the chosen chats. `id`: made with this page. */
export function ChatTakeFace({ id }: { id: string }) {
  const { these } = useChosenRows();
  return (
    <FaceMenu face="assign" label="Take" shortcut="a">
      <ActionForm
        action={takeChatsAction}
        formId={id}
        label={`Take ${these}`}
        className="grid max-w-full gap-3 p-2 md:w-72"
      >
        <ChosenFields />
        <p className="text-muted">Those that wait become your chats, as many as you may have side by side.</p>
        <SubmitButton size="small" className="justify-self-start">
          Take {these}
        </SubmitButton>
      </ActionForm>
    </FaceMenu>
  );
}
