import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { confirmAddressAction } from "@/lib/gate/sign-in/actions";

export function ConfirmAddressForm({ token }: { token: string }) {
  return (
    <ActionForm action={confirmAddressAction} label="Confirm your sign-in email">
      <input type="hidden" name="token" value={token} />
      <SubmitButton pendingLabel="Confirming">Confirm this address</SubmitButton>
    </ActionForm>
  );
}
