import { Search } from "lucide-react";
import Form from "next/form";
import { Button, ButtonLink } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { Checkbox, Select, TextInput } from "@/components/ui/inputs";
import { MoreFilters } from "@/components/ui/more-filters";
import { SEVERITIES } from "@/db/schema/constants";
import { routes } from "@/lib/routes";
import type { CaseCounts } from "@/lib/threads/cases/list/queries";
import type { CaseCompany } from "@/lib/threads/cases/queries";
import { SEVERITY_LABELS, STATUS_LABELS } from "@/lib/threads/cases/rules";
import { type CaseFilters, type CaseSort, casesHref } from "@/lib/threads/cases/schema";
import { isNarrowed, WIDE } from "./narrowed";

interface Props {
  filters: CaseFilters;
  counts: CaseCounts;
  /** Those whose cases are shown. A choice among one is none. */
  companies: readonly CaseCompany[];
  products: readonly string[];
}

const sorts: Readonly<Record<CaseSort, string>> = {
  activity: "Last activity",
  "-filed": "Newest first",
  filed: "Oldest first",
  severity: "Severity",
};

/** Status as chips, and under them a form that works without scripts: its answer is an address. */
export function CaseFilterBar({ filters, counts, companies, products }: Props) {
  const { q, company, product, severity, mine, sort, tab, status } = filters;
  return (
    <div className="no-print mb-4 grid gap-4">
      {tab === "current" && (
        <ChipRow label="Status">
          <Chip href={casesHref(filters, { status: null })} selected={status === null}>
            All
          </Chip>
          {(["waiting_on_you", "in_progress", "new"] as const).map((value) => (
            <Chip
              key={value}
              href={casesHref(filters, { status: value })}
              selected={status === value}
              {...(value === "waiting_on_you" ? { count: counts.waiting } : {})}
            >
              {STATUS_LABELS[value]}
            </Chip>
          ))}
        </ChipRow>
      )}
      <Form
        // Fields keep what was typed over soft navigation, so a new address makes new fields.
        key={[q, company, product, severity, mine, sort].join("|")}
        action={routes.cases}
        role="search"
        aria-label="Cases"
        className="flex flex-wrap items-end gap-3 md:grid md:grid-cols-3 lg:grid-cols-4 min-[90rem]:flex min-[90rem]:flex-nowrap"
      >
        {tab !== "current" && <input type="hidden" name="tab" value={tab} />}
        {status && <input type="hidden" name="status" value={status} />}
        <div className="basis-full min-[90rem]:max-w-80 min-[90rem]:grow min-[90rem]:basis-36">
          <Field id="case-search" label="Search">
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
        <MoreFilters inUse={company !== null || product !== null || severity !== null || mine || sort !== "activity"}>
          {companies.length > 1 && (
            <Field id="case-company" label="Company">
              {(control) => (
                <Select {...control} name="company" defaultValue={company ?? ""} className="min-[90rem]:max-w-40">
                  <option value="">All companies</option>
                  {companies.map(({ id, name }) => (
                    <option key={id} value={id}>
                      {name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          )}
          <Field id="case-product" label="Product">
            {(control) => (
              <Select {...control} name="product" defaultValue={product ?? ""} className="min-[90rem]:max-w-40">
                <option value="">All products</option>
                {products.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field id="case-severity" label="Severity">
            {(control) => (
              <Select {...control} name="severity" defaultValue={severity ?? ""}>
                <option value="">All severities</option>
                {SEVERITIES.map((value) => (
                  <option key={value} value={value}>
                    {SEVERITY_LABELS[value]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field id="case-sort" label="Sort by">
            {(control) => (
              <Select {...control} name="sort" defaultValue={sort}>
                {Object.entries(sorts).map(([value, words]) => (
                  <option key={value} value={value}>
                    {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Checkbox name="mine" value="yes" defaultChecked={mine} label="Only mine" className="lg:min-h-10" />
        </MoreFilters>
        <div className="flex gap-2">
          <Button type="submit" icon={<Search aria-hidden size={16} />}>
            Search
          </Button>
          {isNarrowed(filters) && (
            <ButtonLink href={casesHref(filters, WIDE)} variant="quiet">
              Clear
            </ButtonLink>
          )}
        </div>
      </Form>
    </div>
  );
}
