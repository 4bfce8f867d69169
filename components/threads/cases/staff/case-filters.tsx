import { Search } from "lucide-react";
import Form from "next/form";
import type { ReactNode } from "react";
import { BrandField, type BrandNames } from "@/components/ui/brand-field";
import { Button, ButtonLink } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { Select, TextInput } from "@/components/ui/inputs";
import { MoreFilters } from "@/components/ui/more-filters";
import { CASE_STATUSES, SEVERITIES } from "@/db/schema/constants";
import { routes } from "@/lib/routes";
import { SEVERITY_LABELS, STAFF_STATUS_LABELS } from "@/lib/threads/cases/rules";
import type { Choice, StaffCaseCounts } from "@/lib/threads/cases/staff/queue/queries";
import { type StaffCaseFilters, type StaffCaseSort, staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";

/** What takes every narrowing away but the search by words. */
const WIDE = { q: "", brand: null, severity: null, product: null, assignee: null, company: null, late: false } as const;

const sorts: Readonly<Record<StaffCaseSort, string>> = {
  clock: "Answer clock",
  latest: "Last activity",
  severity: "Severity",
  "-filed": "Newest first",
  filed: "Oldest first",
};

interface FilterChoices {
  readonly brands: BrandNames;
  readonly agents: readonly Choice[];
  readonly companies: readonly Choice[];
  readonly products: readonly string[];
}

interface Props {
  filters: StaffCaseFilters;
  counts: StaffCaseCounts;
  choices: FilterChoices;
}

/** Whose and which state as chips, and under them a form that works without scripts: its answer is an address. */
export function StaffCaseFilterBar({ filters, counts, choices }: Props) {
  const { status, late, assignee } = filters;
  const everyones = !late && assignee === null;
  return (
    <div className="no-print mb-4 grid gap-3">
      <ChipRow label="Queue">
        <Chip href={staffCasesHref(filters, { assignee: null, late: false })} selected={everyones} count={counts.open}>
          Everyone’s
        </Chip>
        <Chip
          href={staffCasesHref(filters, { assignee: "me", late: false })}
          selected={assignee === "me"}
          count={counts.mine}
        >
          Mine
        </Chip>
        <Chip
          href={staffCasesHref(filters, { assignee: "nobody", late: false })}
          selected={assignee === "nobody"}
          count={counts.unassigned}
        >
          Unassigned
        </Chip>
        <Chip href={staffCasesHref(filters, { assignee: null, late: true })} selected={late} count={counts.late}>
          Late
        </Chip>
      </ChipRow>
      <ChipRow label="Status">
        <Chip href={staffCasesHref(filters, { status: null })} selected={status === null}>
          {filters.q === "" ? "Open" : "All"}
        </Chip>
        {CASE_STATUSES.map((value) => (
          <Chip key={value} href={staffCasesHref(filters, { status: value })} selected={status === value}>
            {STAFF_STATUS_LABELS[value]}
          </Chip>
        ))}
      </ChipRow>
      <FilterForm filters={filters} choices={choices} />
    </div>
  );
}

function FilterForm({ filters, choices }: Omit<Props, "counts">) {
  const { q, brand, severity, product, assignee, company, sort, status, late } = filters;
  const narrowed = staffCasesHref(filters, WIDE) !== staffCasesHref(filters);
  const inUse = sort !== "clock" || [brand, severity, product, assignee, company].some((value) => value !== null);
  return (
    <Form
      // Fields keep what was typed over soft navigation, so a new address makes new fields.
      key={[q, brand, severity, product, assignee, company, sort].join("|")}
      action={routes.staffCases}
      role="search"
      aria-label="Cases"
      className="flex flex-wrap items-end gap-3 md:grid md:grid-cols-3 xl:grid-cols-4"
    >
      {status && <input type="hidden" name="status" value={status} />}
      {late && <input type="hidden" name="late" value="yes" />}
      <div className="basis-full">
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
      <MoreFilters inUse={inUse}>
        <BrandField id="case-brand" brands={choices.brands} chosen={brand} />
        <Choose id="case-severity" label="Severity" name="severity" chosen={severity} all="All severities">
          {SEVERITIES.map((value) => (
            <option key={value} value={value}>
              {SEVERITY_LABELS[value]}
            </option>
          ))}
        </Choose>
        <Choose id="case-product" label="Product" name="product" chosen={product} all="All products">
          {choices.products.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Choose>
        <Choose id="case-assignee" label="Assignee" name="assignee" chosen={assignee} all="Anybody">
          <option value="me">Me</option>
          <option value="nobody">Nobody</option>
          {choices.agents.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choose>
        <Choose id="case-company" label="Company" name="company" chosen={company} all="All companies">
          {choices.companies.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choose>
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
      </MoreFilters>
      <div className="flex gap-2">
        <Button type="submit" icon={<Search aria-hidden size={16} />}>
          Search
        </Button>
        {narrowed && (
          <ButtonLink href={staffCasesHref(filters, WIDE)} variant="quiet">
            Clear
          </ButtonLink>
        )}
      </div>
    </Form>
  );
}

interface ChooseProps {
  id: string;
  label: string;
  name: string;
  chosen: string | null;
  /** The choice that narrows nothing. */
  all: string;
  children: ReactNode;
}

function Choose({ id, label, name, chosen, all, children }: ChooseProps) {
  return (
    <Field id={id} label={label}>
      {(control) => (
        <Select {...control} name={name} defaultValue={chosen ?? ""}>
          <option value="">{all}</option>
          {children}
        </Select>
      )}
    </Field>
  );
}
