import type { ReactNode } from "react";
import { Field } from "./field";
import { Select } from "./inputs";

interface Props {
  id: string;
  label: string;
  name: string;
  chosen: string | null;
  /** The choice that narrows nothing; absent where there is none. */
  all?: string;
  children: ReactNode;
}

/** One field of a filter form. */
export function Choose({ id, label, name, chosen, all, children }: Props) {
  return (
    <Field id={id} label={label}>
      {(control) => (
        <Select {...control} name={name} defaultValue={chosen ?? ""}>
          {all !== undefined && <option value="">{all}</option>}
          {children}
        </Select>
      )}
    </Field>
  );
}
