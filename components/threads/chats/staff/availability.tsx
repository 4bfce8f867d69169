"use client";

import { ActionForm } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { Switch } from "@/components/ui/switch";
import { setAvailabilityAction } from "@/lib/threads/chats/staff/actions";
import { AWAY_REASONS } from "@/lib/threads/chats/staff/schema";

interface Props {
  isAvailable: boolean;
  awayReason: string | null;
}

/** The switch with which an agent takes chats, and why not while it is off. It saves when it is changed. */
export function Availability({ isAvailable, awayReason }: Props) {
  return (
    <div className="grid gap-3 rounded-lg border border-line bg-surface px-4 py-3">
      <ActionForm action={setAvailabilityAction} label="Availability" className="grid">
        <input type="hidden" name="available" value={isAvailable ? "false" : "true"} />
        <Switch isOn={isAvailable} label="Available" />
      </ActionForm>
      {!isAvailable && (
        <ActionForm
          key={awayReason}
          action={setAvailabilityAction}
          label="Reason for being away"
          className="grid gap-2"
          values={{ reason: awayReason ?? "" }}
        >
          <input type="hidden" name="available" value="false" />
          <SelectField
            name="reason"
            label="Away"
            optional
            onChange={(event) => event.currentTarget.form?.requestSubmit()}
          >
            <option value="">No reason given</option>
            {AWAY_REASONS.map((reason) => (
              <option key={reason} value={reason}>
                {reason}
              </option>
            ))}
          </SelectField>
          <noscript>
            <button type="submit" className="button button-secondary button-small justify-self-start">
              Save
            </button>
          </noscript>
        </ActionForm>
      )}
    </div>
  );
}
