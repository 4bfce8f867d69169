import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { requestResetAction } from "@/lib/gate/sign-in/actions";

export function RequestResetForm() {
  return (
    <ActionForm action={requestResetAction}>
      <TextField name="email" type="email" label="Email" autoComplete="username" inputMode="email" />
      <SubmitButton>Send reset email</SubmitButton>
    </ActionForm>
  );
}
