import { ActionForm } from "@/components/forms/action-form";
import { PasswordField } from "@/components/forms/fields";
import { NewPasswordField } from "@/components/gate/new-password-field";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { changePasswordAction } from "@/lib/people/settings/actions";
import { type Editing, settingsHref } from "@/lib/people/settings/schema";
import { CancelLink, EditLink } from "./edit-link";
import { FocusFirst } from "./focus-first";

interface Props {
  /** Address of the page. */
  base: string;
  email: string;
  editing: Editing | null;
}

export function PasswordPanel({ base, email, editing }: Props) {
  if (editing?.kind !== "password") {
    return (
      <Panel>
        <div className="flex flex-wrap items-center justify-between gap-4 text-sm">
          <p className="text-muted">You are asked for it when you log in.</p>
          <EditLink href={settingsHref(base, "password", { editing: { kind: "password" } })}>Change password</EditLink>
        </div>
      </Panel>
    );
  }
  return (
    <Panel>
      <ActionForm action={changePasswordAction} label="Change password">
        <FocusFirst />
        {/* Tells password managers whose password this is. It has no name, so it is not sent. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordField name="currentPassword" label="Current password" autoComplete="current-password" />
        <NewPasswordField />
        <p className="text-sm text-muted">You stay logged in here and are logged out everywhere else.</p>
        <div className="flex flex-wrap gap-2">
          <SubmitButton pendingLabel="Saving">Save new password</SubmitButton>
          <CancelLink href={settingsHref(base, "password")} />
        </div>
      </ActionForm>
    </Panel>
  );
}
