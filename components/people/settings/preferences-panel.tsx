import { Lock } from "lucide-react";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxField } from "@/components/forms/fields";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { savePreferencesAction } from "@/lib/mail/notices/preferences/actions";
import type { MailPreference } from "@/lib/mail/notices/preferences/queries";

/** Kinds of mail that the viewer may get; those that cannot be switched off are listed apart, with the reason. */
export function PreferencesPanel({ preferences }: { preferences: readonly MailPreference[] }) {
  const free = preferences.filter(({ locked }) => locked === null);
  const fixed = preferences.filter(({ locked }) => locked !== null);
  return (
    <Panel>
      {free.length > 0 && (
        <ActionForm
          action={savePreferencesAction}
          label="Email preferences"
          values={{ "kinds[]": free.filter(({ wanted }) => wanted).map(({ kind }) => kind) }}
          className="grid gap-4"
        >
          <fieldset className="grid gap-2">
            <legend className="mb-1 text-sm font-semibold">Send me</legend>
            {free.map(({ kind, label, help }) => (
              <CheckboxField key={kind} name="kinds[]" id={`mail-${kind}`} value={kind} label={label} help={help} />
            ))}
          </fieldset>
          <div>
            <SubmitButton pendingLabel="Saving">Save email preferences</SubmitButton>
          </div>
        </ActionForm>
      )}
      {fixed.length > 0 && (
        <div className={free.length > 0 ? "mt-6 border-t border-line pt-4" : ""}>
          <h3 className="text-sm font-semibold">Always sent</h3>
          <ul className="grid divide-y divide-line">
            {fixed.map(({ kind, label, locked }) => (
              <li key={kind} className="flex gap-3 py-2.5 text-sm">
                <Lock aria-hidden size={16} className="mt-0.5 flex-none text-muted" />
                <span className="grid">
                  <span>{label}</span>
                  <span className="text-muted">{locked}</span>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}
