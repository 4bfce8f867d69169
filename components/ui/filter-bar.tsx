import clsx from "clsx";
import { Search } from "lucide-react";
import Form from "next/form";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "./button";
import { Field } from "./field";
import { type FilterField, FilterInput } from "./filter-field";
import { TextInput } from "./inputs";
import { MoreFilters } from "./more-filters";

interface Props {
  /** What the search looks through, for screen readers. */
  label: string;
  /** Address of the list with its present filters, without the cursor: the fields get their values from it. */
  href: string;
  /** Address of the list without this form's filters. */
  clearHref: string;
  search: { readonly id: string; readonly label?: string; readonly placeholder: string; readonly className?: string };
  /** Null for a field with nothing to choose at present. */
  fields?: readonly (FilterField | null)[];
  /** Fields that phones show on demand. */
  more?: readonly (FilterField | null)[];
  /** Classes for the form's grid. */
  className: string;
  actionsClassName?: string;
  /** Rows of chips above the form. */
  children?: ReactNode;
}

/**
 * Chips, and a filter form that works without scripts by GET. Parameters of the address that are not fields of the form
 * are kept as hidden inputs.
 */
export function FilterBar(props: Props) {
  const { label, href, clearHref, search, className, children } = props;
  const [path = "", query] = href.split("?");
  const said = new URLSearchParams(query);
  const fields = props.fields?.filter((field) => field !== null) ?? [];
  const more = props.more?.filter((field) => field !== null) ?? [];
  const names = ["q", ...[...fields, ...more].map(({ name }) => name)];
  const inputOf = (field: FilterField) => <FilterInput key={field.name} field={field} value={said.get(field.name)} />;
  return (
    <div className="no-print mb-4 grid gap-3">
      {children}
      <Form
        // A new key for new values: React would keep what was typed over a client-side navigation.
        key={names.map((name) => said.get(name)).join("|")}
        action={path}
        role="search"
        aria-label={label}
        className={clsx("items-end gap-3", className)}
      >
        {[...said].map(
          ([name, value]) => !names.includes(name) && <input key={name} type="hidden" name={name} value={value} />,
        )}
        <div className={clsx("min-w-0", search.className)}>
          <Field id={search.id} label={search.label ?? "Search"}>
            {(control) => (
              <TextInput
                {...control}
                type="search"
                name="q"
                defaultValue={said.get("q") ?? ""}
                maxLength={100}
                autoComplete="off"
                placeholder={search.placeholder}
              />
            )}
          </Field>
        </div>
        {fields.map(inputOf)}
        {more.length > 0 && (
          <MoreFilters inUse={more.some(({ name }) => said.has(name))}>{more.map(inputOf)}</MoreFilters>
        )}
        <div className={clsx("flex gap-2", props.actionsClassName)}>
          <Button type="submit" icon={<Search aria-hidden size={16} />}>
            Search
          </Button>
          {clearHref !== href && (
            <ButtonLink href={clearHref} variant="quiet">
              Clear
            </ButtonLink>
          )}
        </div>
      </Form>
    </div>
  );
}
