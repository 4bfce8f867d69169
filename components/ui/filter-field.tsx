import type { Choice } from "./choices";
import { Field } from "./field";
import { Checkbox, Select, TextInput } from "./inputs";

/** A field of a filter form, under the name of a parameter of the address. */
export type FilterField = { readonly name: string; readonly label: string; readonly className?: string } & (
  | {
      readonly kind: "select";
      readonly id: string;
      readonly options: readonly Choice[];
      /** The choice that narrows nothing; without it the first option is what the address leaves out. */
      readonly all?: string;
    }
  | { readonly kind: "date"; readonly id: string }
  /** Sends "yes" or nothing. */
  | { readonly kind: "flag" }
);

/** `value`: what the address says, null where it says nothing. */
export function FilterInput({ field, value }: { field: FilterField; value: string | null }) {
  const { name, label, className } = field;
  switch (field.kind) {
    case "flag":
      return <Checkbox name={name} value="yes" defaultChecked={value === "yes"} label={label} className={className} />;
    case "date":
      return (
        <Field id={field.id} label={label}>
          {(control) => (
            // A date field is wider of itself than half a phone.
            <TextInput {...control} type="date" name={name} defaultValue={value ?? ""} className="min-w-0" />
          )}
        </Field>
      );
    case "select":
      return (
        <Field id={field.id} label={label}>
          {(control) => (
            <Select
              {...control}
              name={name}
              defaultValue={value ?? (field.all === undefined ? field.options[0]?.[0] : "")}
              className={className}
            >
              {field.all !== undefined && <option value="">{field.all}</option>}
              {field.options.map(([option, words]) => (
                <option key={option} value={option}>
                  {words}
                </option>
              ))}
            </Select>
          )}
        </Field>
      );
  }
}
