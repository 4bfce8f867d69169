import type { Temporal } from "temporal-polyfill";
import { ActionForm } from "@/components/forms/action-form";
import { Panel } from "@/components/ui/panel";
import { SubmitButton } from "@/components/ui/submit-button";
import { zoneName } from "@/lib/kit/time";
import { setTimeZoneAction } from "@/lib/people/settings/actions";
import { type Editing, settingsHref } from "@/lib/people/settings/schema";
import { cityOf, timeIn, zoneGroups } from "@/lib/people/settings/time-zones/rules";
import { CancelLink, EditLink } from "./edit-link";
import { FocusFirst } from "./focus-first";
import { ZoneField } from "./zone-field";

interface Props {
  /** Path of the page that the panel is on. */
  base: string;
  /** IANA name; null for the brand's. */
  zone: string | null;
  /** The brand, whose zone applies while none is chosen; null for staff, who always have one of their own. */
  brand: { readonly name: string; readonly zone: string } | null;
  editing: Editing | null;
  /** Business time. */
  now: Temporal.Instant;
}

export function ZonePanel({ base, zone, brand, editing, now }: Props) {
  const words = (name: string) => `${cityOf(name)}, ${zoneName(name)}, ${timeIn(name, now)}`;
  const none = brand && `The zone of ${brand.name}: ${words(brand.zone)}`;
  const name = zone ?? brand?.zone ?? "UTC";
  if (editing?.kind !== "time-zone") {
    return (
      <Panel
        title="Time zone"
        level={3}
        action={
          <EditLink href={settingsHref(base, "profile", { editing: { kind: "time-zone" } })} of="the time zone">
            Change
          </EditLink>
        }
      >
        <p className="text-sm">
          {brand && !zone ? `The zone of ${brand.name}` : cityOf(name)}{" "}
          <span className="text-muted">
            ({zoneName(name)}). It is {timeIn(name, now)} there now.
          </span>
        </p>
      </Panel>
    );
  }
  return (
    <Panel title="Time zone" level={3}>
      <ActionForm
        action={setTimeZoneAction}
        label="Change the time zone"
        values={zone ? { zone } : {}}
        className="grid gap-4"
      >
        <FocusFirst />
        <ZoneField groups={zoneGroups(zone, now)} none={none} />
        <div className="flex flex-wrap gap-2">
          <SubmitButton pendingLabel="Saving">Save time zone</SubmitButton>
          <CancelLink href={settingsHref(base, "profile")} />
        </div>
      </ActionForm>
    </Panel>
  );
}
