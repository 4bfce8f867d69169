"use client";

import { SelectField } from "@/components/forms/fields";
import type { Addressee } from "@/lib/threads/staff/begin/queries";

interface Props {
  label: string;
  /** Those who could see the thread, at least one. With one there is nothing to choose. */
  people: readonly Addressee[];
}

/** The contact in whose name, or to whom, a thread is opened. */
export function AddresseeField({ label, people }: Props) {
  const [only] = people;
  if (only && people.length === 1) {
    return (
      <p className="text-sm">
        <span className="font-semibold">{label}</span> {only.label}
        <input type="hidden" name="contact" value={only.id} />
      </p>
    );
  }
  return (
    <SelectField name="contact" label={label} placeholder="Choose a contact">
      {people.map(({ id, label: words }) => (
        <option key={id} value={id}>
          {words}
        </option>
      ))}
    </SelectField>
  );
}
