import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { setPasswordAction } from "@/lib/gate/sign-in/actions";
import { NewPasswordField } from "./new-password-field";

export function SetPasswordForm({ token }: { token: string }) {
  return (
    <ActionForm action={setPasswordAction}>
      <input type="hidden" name="token" value={token} />
      <NewPasswordField />
      <SubmitButton pendingLabel="Setting your password">Set password</SubmitButton>
    </ActionForm>
  );
}
