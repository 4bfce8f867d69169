import clsx from "clsx";
import { Search } from "lucide-react";
import Form from "next/form";
import { Button, ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/routes";
import { SERVICE_TABS, type ServiceFilters, type ServiceTab, serviceHref } from "@/lib/threads/requests/schema";

export const SERVICE_TAB_LABELS: Readonly<Record<ServiceTab, string>> = { open: "Open", closed: "Closed" };

interface Props {
  filters: ServiceFilters;
  counts: Readonly<Record<ServiceTab, number>>;
}

/** Open and closed, each with how many there are whatever is searched for, and the search under them. */
export function ServiceFilterBar({ filters, counts }: Props) {
  const { tab, q } = filters;
  return (
    <div className="no-print mb-4 grid gap-4">
      <nav aria-label="Service requests" className="flex gap-6 border-b border-line">
        {SERVICE_TABS.map((one) => (
          <Link
            key={one}
            href={serviceHref(filters, { tab: one })}
            aria-current={one === tab ? "page" : undefined}
            className={clsx(
              "-mb-px inline-flex min-h-11 items-center gap-2 border-b-2 text-sm no-underline",
              one === tab ? "border-accent font-semibold text-accent" : "border-transparent text-muted hover:text-ink",
            )}
          >
            {SERVICE_TAB_LABELS[one]}
            <span className="tabular text-xs text-muted">{counts[one].toLocaleString("en-US")}</span>
          </Link>
        ))}
      </nav>
      {counts.open + counts.closed > 0 && (
        <Form
          // Fields keep what was typed over soft navigation, so a new address makes new fields.
          key={q}
          action={routes.serviceRequests}
          role="search"
          aria-label="Service requests"
          className="flex flex-wrap items-end gap-3"
        >
          {tab !== "open" && <input type="hidden" name="tab" value={tab} />}
          <div className="min-w-0 flex-1 sm:max-w-80">
            <Field id="service-search" label="Search">
              {(control) => (
                <TextInput
                  {...control}
                  type="search"
                  name="q"
                  defaultValue={q}
                  maxLength={100}
                  autoComplete="off"
                  placeholder="Number, subject or text"
                />
              )}
            </Field>
          </div>
          <Button type="submit" icon={<Search aria-hidden size={16} />}>
            Search
          </Button>
          {q !== "" && (
            <ButtonLink href={serviceHref(filters, { q: "" })} variant="quiet">
              Clear
            </ButtonLink>
          )}
        </Form>
      )}
    </div>
  );
}
