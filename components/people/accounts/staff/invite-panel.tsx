import { v7 as uuidv7 } from "uuid";
import { ActionForm } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import type { BrandNames } from "@/components/ui/brand-field";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { inviteStaffAction } from "@/lib/people/accounts/actions";
import { AccountFields } from "./account-fields";

export function InvitePanel({ brands }: { brands: BrandNames }) {
  return (
    <Panel title={<span id="invite">Invite a colleague</span>}>
      <ActionForm
        action={inviteStaffAction}
        formId={uuidv7()}
        label="Invite a colleague"
        values={Object.keys(brands).length === 1 ? { "brands[]": Object.keys(brands) } : {}}
        className="grid gap-4"
      >
        <TextField name="email" type="email" label="Email" autoComplete="off" />
        <AccountFields brands={brands} />
        <p className="text-sm text-muted">
          A mail with a link goes out, by which the colleague sets a password. The link works for an hour; they can ask
          for a new one on the sign-in page.
        </p>
        <SubmitButton className="justify-self-start">Invite</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
