import { Lock } from "lucide-react";
import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { savePreferencesAction } from "@/lib/mail/notices/preferences/actions";
import type { MailPreference } from "@/lib/mail/notices/preferences/queries";
import { OftenField } from "./often-field";

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
          values={{ "often[]": free.map(({ kind, often }) => `${kind}:${often}`) }}
          className="grid gap-5"
        >
          {free.map(({ kind, label, help, choices, often }) => (
            <OftenField key={kind} kind={kind} label={label} help={help} choices={choices} chosen={often} />
          ))}
          {free.some(({ choices }) => choices.includes("daily")) && (
            <p className="text-sm text-muted">
              A daily mail comes at 7 a.m. of your time zone, and not on days without anything to tell.
            </p>
          )}
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
