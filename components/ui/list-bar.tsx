import { Search } from "lucide-react";
import Form from "next/form";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { FieldMenu, FieldsMenu } from "./chip-menu";
import type { FilterField } from "./filter-field";
import { TextInput } from "./inputs";
import { MoreFilters } from "./more-filters";
import { VisuallyHidden } from "./visually-hidden";

interface Props {
  title: string;
  /** What the list holds, in a line under it. */
  detail?: ReactNode;
  /** Chips beside the title, each a list of its own with its count. */
  tabs?: ReactNode;
  /** Further actions. */
  tools?: ReactNode;
  /** What the search looks through, for screen readers. */
  label: string;
  /** Address of the list with its present filters, without the cursor. */
  href: string;
  /** Address of the list without the filters of this bar. */
  clearHref: string;
  search: { readonly id: string; readonly label?: string; readonly placeholder: string };
  /** Saved views, before the filters. */
  views?: ReactNode;
  /** Chips whose addresses the list makes itself. */
  children?: ReactNode;
  /** Null for a field with nothing to choose at present. Fields of days share a chip. */
  fields: readonly (FilterField | null)[];
}

/**
 * The top of a list in which staff work: its title with the search, and one row of filters, all of them chips whose state
 * is the address. Works without scripts.
 */
export function ListBar(props: Props) {
  const { title, detail, tabs, tools, label, href, clearHref, search, views, children } = props;
  const [path = "", query] = href.split("?");
  const said = new URLSearchParams(query);
  const fields = props.fields.filter((field) => field !== null);
  const days = fields.filter(({ kind }) => kind === "date");
  const inUse = fields.some(({ name }) => said.has(name));
  return (
    <div className="no-print mb-3 grid grid-cols-[minmax(0,1fr)] gap-2">
      <header className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <h1 className="text-xl font-semibold tracking-[-0.015em]">{title}</h1>
        {detail && <p className="sr-only">{detail}</p>}
        {tabs && <div className="min-w-0 max-sm:w-full">{tabs}</div>}
        <div className="ml-auto flex flex-wrap items-center gap-2 max-md:w-full">
          <Form
            // A new key for a new search: React would keep what was typed over a client-side navigation.
            key={said.get("q")}
            action={path}
            role="search"
            aria-label={label}
            className="relative flex min-w-0 flex-1 items-center"
          >
            {[...said].map(
              ([name, value]) => name !== "q" && <input key={name} type="hidden" name={name} value={value} />,
            )}
            <label className="sr-only" htmlFor={search.id}>
              {search.label ?? "Search"}
            </label>
            <TextInput
              id={search.id}
              type="search"
              name="q"
              defaultValue={said.get("q") ?? ""}
              maxLength={100}
              autoComplete="off"
              placeholder={search.placeholder}
              className="pr-10 lg:min-h-9 lg:w-72"
            />
            <button
              type="submit"
              className="absolute right-0 grid size-11 place-items-center rounded-lg text-muted hover:text-ink lg:size-9"
            >
              <Search aria-hidden size={16} />
              <VisuallyHidden>Search</VisuallyHidden>
            </button>
          </Form>
          {tools}
        </div>
      </header>
      <nav aria-label="Filters" className="flex flex-wrap items-start gap-2">
        {views}
        {children}
        <MoreFilters inUse={inUse}>
          {fields.map((field) => field.kind !== "date" && <FieldMenu key={field.name} field={field} href={href} />)}
          {days.length > 0 && <FieldsMenu label="Dates" fields={days} href={href} />}
        </MoreFilters>
        {clearHref !== href && (
          <Link
            href={clearHref}
            className="inline-flex min-h-11 items-center px-2 text-sm text-muted hover:text-ink lg:min-h-8"
          >
            Clear
          </Link>
        )}
      </nav>
    </div>
  );
}
