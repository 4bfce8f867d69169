"use client";

import { FieldError } from "@/components/ui/field";
import { Checkbox } from "@/components/ui/inputs";
import { useField } from "./form-context";

interface Props {
  /** Without the brackets under which a list is sent. */
  name: string;
  label: string;
  help?: string;
  choices: readonly { readonly value: string; readonly label: string; readonly help?: string }[];
}

/** Several of a few choices, as checkboxes. */
export function ChoicesField({ name, label, help, choices }: Props) {
  const { values } = useField(`${name}[]`);
  // Errors, and the place that the summary of a refused form leads to, go by the name without brackets.
  const { id, errors } = useField(name);
  const errorId = errors.length > 0 ? `${id}-error` : undefined;
  return (
    <fieldset className="grid min-w-0 content-start gap-1.5" aria-describedby={errorId}>
      <legend className="text-sm font-semibold">{label}</legend>
      {help && <p className="text-sm text-muted">{help}</p>}
      {choices.map(({ value, ...words }, place) => (
        <Checkbox
          key={`${value} ${values.includes(value)}`}
          id={place === 0 ? id : undefined}
          name={`${name}[]`}
          value={value}
          defaultChecked={values.includes(value)}
          {...words}
        />
      ))}
      <FieldError id={errorId} errors={errors} />
    </fieldset>
  );
}
