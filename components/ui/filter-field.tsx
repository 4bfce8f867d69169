import type { Choice } from "./choices";
import { Field } from "./field";
import { Checkbox, Select, TextInput } from "./inputs";

/** A field of a filter form; `name` is the parameter of the address. */
export type FilterField = { readonly name: string; readonly label: string; readonly className?: string } & (
  | {
      readonly kind: "select";
      readonly id: string;
      readonly options: readonly Choice[];
      /**
       * Label of the option without a filter; without it the first option is the default, which the address leaves out.
       */
      readonly all?: string;
    }
  | { readonly kind: "date"; readonly id: string }
  /** Sends "yes" or nothing. */
  | { readonly kind: "flag" }
);

/** `value`: of the address, null where the parameter is missing. */
export function FilterInput({ field, value }: { field: FilterField; value: string | null }) {
  const { name, label, className } = field;
  switch (field.kind) {
    case "flag":
      return <Checkbox name={name} value="yes" defaultChecked={value === "yes"} label={label} className={className} />;
    case "date":
      return (
        <Field id={field.id} label={label}>
          {(control) => (
            // A date input is wider than half a phone's width.
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
