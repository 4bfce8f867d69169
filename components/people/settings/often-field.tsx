"use client";

import { useField } from "@/components/forms/form-context";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/inputs";
import { OFTEN_LABELS, type Often } from "./often";

interface Props {
  kind: string;
  label: string;
  /** Says when such a mail is sent. */
  help: string;
  choices: readonly Often[];
  chosen: Often;
}

/**
 * The choice of how often one kind of mail is sent. All kinds use the same field name, and the value contains the kind.
 */
export function OftenField({ kind, label, help, choices, chosen }: Props) {
  const { values } = useField("often[]");
  const value = values.find((one) => one.startsWith(`${kind}:`)) ?? `${kind}:${chosen}`;
  return (
    <Field id={`mail-${kind}`} label={label} help={help} errors={[]}>
      {(control) => (
        <Select key={value} {...control} name="often[]" defaultValue={value} className="sm:max-w-64">
          {choices.map((often) => (
            <option key={often} value={`${kind}:${often}`}>
              {OFTEN_LABELS[often]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
