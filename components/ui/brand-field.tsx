import { Field } from "./field";
import { Select } from "./inputs";

/** Name of a brand by its key. */
export type BrandNames = Readonly<Record<string, string>>;

/** One of the reader's brands or all of them; nothing to choose with one alone. */
export function BrandField({ id, brands, chosen }: { id: string; brands: BrandNames; chosen: string | null }) {
  if (Object.keys(brands).length < 2) return null;
  return (
    <Field id={id} label="Brand">
      {(control) => (
        <Select {...control} name="brand" defaultValue={chosen ?? ""}>
          <option value="">All brands</option>
          {Object.entries(brands).map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
