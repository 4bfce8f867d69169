"use client";

import { useId, useState, useSyncExternalStore } from "react";
import { useField } from "@/components/forms/form-context";
import { Field } from "@/components/ui/field";
import { Select, TextInput } from "@/components/ui/inputs";
import type { ZoneGroup } from "@/lib/people/settings/time-zones/types";

const never = () => () => {};

interface Props {
  groups: readonly ZoneGroup[];
  /** Label of the option without a zone; null where a zone must be chosen. */
  none: string | null;
}

/** A list of all zones. Where scripts run, a search field filters it. */
export function ZoneField({ groups, none }: Props) {
  const field = useField("zone");
  const searchId = useId();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState(field.value ?? "");
  const scripted = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const wanted = search
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, " ");
  const fits = (text: string) => text.toLowerCase().replaceAll("_", " ").includes(wanted);
  // The chosen zone stays in the list, or a search would change the choice.
  const shown = groups
    .map(({ label, zones }) => ({
      label,
      zones: zones.filter(({ zone, label }) => zone === chosen || fits(zone) || fits(label)),
    }))
    .filter(({ zones }) => zones.length > 0);
  const count = groups.flatMap(({ zones }) => zones).filter(({ zone, label }) => fits(zone) || fits(label)).length;
  return (
    <div className="grid gap-4">
      {scripted && (
        <Field id={searchId} label="Find a city or zone">
          {(control) => (
            <TextInput
              {...control}
              type="search"
              autoComplete="off"
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
              // Enter would send the form before a zone is chosen.
              onKeyDown={(event) => {
                if (event.key === "Enter") event.preventDefault();
              }}
            />
          )}
        </Field>
      )}
      <p className={wanted === "" ? "sr-only" : "-mt-2 text-sm text-muted"} role="status">
        {wanted !== "" && fitWords(count)}
      </p>
      <Field id={field.id} label="Time zone" help="With the time there now." errors={field.errors}>
        {(control) => (
          <Select {...control} name="zone" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            {none !== null && <option value="">{none}</option>}
            {shown.map(({ label, zones }) => (
              <optgroup key={label} label={label}>
                {zones.map(({ zone, label }) => (
                  <option key={zone} value={zone}>
                    {label}
                  </option>
                ))}
              </optgroup>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

function fitWords(count: number): string {
  if (count === 0) return "No zone fits. Try the nearest large city.";
  return count === 1 ? "One zone fits: choose it below." : `${count} zones fit: choose one below.`;
}
