import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import Form from "next/form";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { Button } from "./button";
import type { Choice } from "./choices";
import { DetailsCloser } from "./details-closer";
import { type FilterField, FilterInput } from "./filter-field";
import { menuItemClass } from "./menu";

interface ChipMenuProps {
  label: string;
  /** What is chosen; absent: nothing. */
  value?: ReactNode;
  /** The choice narrows the list. */
  narrows?: boolean;
  children: ReactNode;
}

/** A chip that opens: a menu made of <details>, which needs no JavaScript (chip-menu.css). */
export function ChipMenu({ label, value, narrows, children }: ChipMenuProps) {
  return (
    <details className="chip-menu">
      <summary className={clsx("chip-summary", narrows && "chip-narrows")}>
        {value === undefined ? (
          label
        ) : (
          <>
            <span className={narrows ? "sr-only" : "text-muted"}>{label}:</span>{" "}
            <span className="max-w-32 truncate xl:max-w-44">{value}</span>
          </>
        )}
        <ChevronDown aria-hidden size={14} className="flex-none text-muted" />
      </summary>
      <div className="chip-panel" data-panel="">
        {children}
      </div>
      <DetailsCloser />
    </details>
  );
}

interface ChoiceMenuProps<T extends string | null> {
  label: string;
  /** The first is the choice without a filter. */
  choices: readonly Choice<T>[];
  chosen: T;
  href: (value: T) => string;
  count?: (value: T) => number | undefined;
}

/** A chip that opens onto links, one for each choice. */
export function ChoiceMenu<T extends string | null>({ label, choices, chosen, href, count }: ChoiceMenuProps<T>) {
  const words = choices.find(([value]) => value === chosen)?.[1];
  return (
    <ChipMenu label={label} value={words ?? chosen} narrows={chosen !== choices[0]?.[0]}>
      <ul className="grid gap-px">
        {choices.map(([value, text]) => {
          const rows = count?.(value);
          return (
            <li key={value}>
              <MenuLink href={href(value)} selected={value === chosen}>
                {text}
                {rows !== undefined && (
                  <span className="tabular ml-auto text-xs text-muted">{rows.toLocaleString("en-US")}</span>
                )}
              </MenuLink>
            </li>
          );
        })}
      </ul>
    </ChipMenu>
  );
}

export function MenuLink({ href, selected, children }: { href: string; selected: boolean; children: ReactNode }) {
  return (
    <Link
      href={href}
      aria-current={selected ? "true" : undefined}
      className={clsx(
        menuItemClass,
        "aria-[current=true]:bg-accent-soft aria-[current=true]:font-semibold aria-[current=true]:text-accent",
      )}
    >
      {children}
    </Link>
  );
}

/** More choices than these are a select, which finds one by its first letters and is short in the page. */
const MOST_LINKS = 40;

/** `href`: of the list with its present filters. An address without a parameter has its default. */
export function FieldMenu({ field, href }: { field: FilterField; href: string }) {
  const [path = "", query] = href.split("?");
  const said = new URLSearchParams(query);
  const value = said.get(field.name);
  const withValue = (next: string) => {
    const parameters = new URLSearchParams(query);
    if (next === "") parameters.delete(field.name);
    else parameters.set(field.name, next);
    return parameters.size > 0 ? `${path}?${parameters}` : path;
  };
  if (field.kind === "flag") {
    const on = value === "yes";
    return (
      <Link
        href={withValue(on ? "" : "yes")}
        aria-current={on ? "true" : undefined}
        className={clsx("chip-summary no-underline", on && "chip-narrows")}
      >
        {field.label}
      </Link>
    );
  }
  if (field.kind === "select" && field.options.length <= MOST_LINKS) {
    const [first] = field.options;
    const choices: Choice[] =
      field.all === undefined
        ? field.options.map(([option, words]) => [option === first?.[0] ? "" : option, words])
        : [["", field.all], ...field.options];
    return (
      <FieldChoices
        label={field.label}
        choices={choices}
        chosen={value ?? ""}
        href={withValue}
        isSort={field.all === undefined}
      />
    );
  }
  const shown = field.kind === "select" ? field.options.find(([option]) => option === value)?.[1] : value;
  return (
    <ChipMenu label={field.label} value={value === null ? undefined : (shown ?? value)} narrows={value !== null}>
      <FieldForm fields={[field]} said={said} path={path} />
    </ChipMenu>
  );
}

interface FieldChoicesProps {
  label: string;
  choices: readonly Choice[];
  chosen: string;
  href: (value: string) => string;
  isSort: boolean;
}

/** Without a choice the chip says its name alone; an order is always one. */
function FieldChoices({ label, choices, chosen, href, isSort }: FieldChoicesProps) {
  const words = choices.find(([value]) => value === chosen)?.[1];
  const value = chosen === "" && !isSort ? undefined : (words ?? chosen);
  return (
    <ChipMenu label={label} value={value} narrows={chosen !== "" && !isSort}>
      <ul className="grid gap-px">
        {choices.map(([option, text]) => (
          <li key={option}>
            <MenuLink href={href(option)} selected={option === chosen}>
              {text}
            </MenuLink>
          </li>
        ))}
      </ul>
    </ChipMenu>
  );
}

/** Several fields under one chip, such as both ends of a term. */
export function FieldsMenu({ label, fields, href }: { label: string; fields: readonly FilterField[]; href: string }) {
  const [path = "", query] = href.split("?");
  const said = new URLSearchParams(query);
  const used = fields.filter(({ name }) => said.has(name)).length;
  return (
    <ChipMenu label={label} value={used > 0 ? "set" : undefined} narrows={used > 0}>
      <FieldForm fields={fields} said={said} path={path} />
    </ChipMenu>
  );
}

function FieldForm({ fields, said, path }: { fields: readonly FilterField[]; said: URLSearchParams; path: string }) {
  const names = fields.map(({ name }) => name);
  return (
    <Form
      // A new key for new values: React would keep what was typed over a client-side navigation.
      key={names.map((name) => said.get(name)).join("|")}
      action={path}
      className="grid gap-3 p-2"
    >
      {[...said].map(
        ([name, value]) => !names.includes(name) && <input key={name} type="hidden" name={name} value={value} />,
      )}
      {fields.map((field) => (
        <FilterInput key={field.name} field={field} value={said.get(field.name)} />
      ))}
      <Button type="submit" size="small" className="justify-self-start">
        Apply
      </Button>
    </Form>
  );
}
