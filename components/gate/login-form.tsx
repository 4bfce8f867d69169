import { ActionForm } from "@/components/forms/action-form";
import { PasswordField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/ui/submit-button";
import { loginAction } from "@/lib/gate/sign-in/actions";

/** `next`: path to go to afterwards, checked by the page already; the action checks it again. */
export function LoginForm({ next }: { next: string | null }) {
  return (
    <ActionForm action={loginAction}>
      {next && <input type="hidden" name="next" value={next} />}
      {/* The page has nothing before it that a person reads, and one thing to do. */}
      <TextField name="email" type="email" label="Email" autoComplete="username" inputMode="email" autoFocus />
      <PasswordField name="password" label="Password" autoComplete="current-password" />
      <SubmitButton pendingLabel="Logging in">Log in</SubmitButton>
    </ActionForm>
  );
}
