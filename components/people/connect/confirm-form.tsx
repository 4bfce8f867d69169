import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { confirmConnectAction } from "@/lib/people/connect/actions";

export function ConfirmForm({ token }: { token: string }) {
  return (
    <ActionForm action={confirmConnectAction} label="Confirm your address">
      <input type="hidden" name="token" value={token} />
      <SubmitButton pendingLabel="Confirming" className="justify-self-start">
        Confirm this address
      </SubmitButton>
    </ActionForm>
  );
}
