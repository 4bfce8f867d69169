import { Search } from "lucide-react";
import Form from "next/form";
import { Button, ButtonLink } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import { MoreFilters } from "@/components/ui/more-filters";
import type { WaitingCounts } from "@/lib/money/invoices/queries";
import {
  defaultSort,
  INVOICE_FILTERS,
  type InvoiceFilter,
  type InvoiceFilters,
  invoicesHref,
} from "@/lib/money/invoices/schema";
import { routes } from "@/lib/routes";

const words: Record<InvoiceFilter, string> = {
  open: "Open",
  overdue: "Overdue",
  processing: "Processing",
  paid: "Paid",
  void: "Void",
};

/** A date field is wider of itself than half a phone. */
const dateClass = "min-w-0";

/** Status as chips, and under them a form that works without scripts: its answer is an address. */
export function InvoiceFilterBar({ filters, counts }: { filters: InvoiceFilters; counts: WaitingCounts }) {
  const narrowed = filters.q !== "" || filters.from !== null || filters.to !== null;
  return (
    <div className="no-print mb-4 grid gap-4">
      <ChipRow label="Status">
        <Chip href={invoicesHref(filters, { status: null })} selected={filters.status === null}>
          All
        </Chip>
        {INVOICE_FILTERS.map((status) => (
          <Chip
            key={status}
            href={invoicesHref(filters, { status })}
            selected={filters.status === status}
            {...(status === "paid" || status === "void" ? {} : { count: counts[status] })}
          >
            {words[status]}
          </Chip>
        ))}
      </ChipRow>
      <Form
        // Fields keep what was typed over soft navigation, so a new address makes new fields.
        key={`${filters.q}|${filters.from}|${filters.to}`}
        action={routes.invoices}
        role="search"
        aria-label="Invoices"
        className="flex flex-wrap items-end gap-3 md:grid md:grid-cols-[minmax(14rem,24rem)_10rem_10rem_auto]"
      >
        {filters.status && <input type="hidden" name="status" value={filters.status} />}
        {filters.sort !== defaultSort(filters.status) && <input type="hidden" name="sort" value={filters.sort} />}
        <div className="basis-full">
          <Field id="invoice-search" label="Search">
            {(control) => (
              <TextInput
                {...control}
                type="search"
                name="q"
                defaultValue={filters.q}
                maxLength={100}
                autoComplete="off"
                placeholder="Number, PO or line text"
              />
            )}
          </Field>
        </div>
        <MoreFilters inUse={filters.from !== null || filters.to !== null}>
          <Field id="invoice-from" label="Issued from">
            {(control) => (
              <TextInput {...control} type="date" name="from" defaultValue={filters.from ?? ""} className={dateClass} />
            )}
          </Field>
          <Field id="invoice-to" label="Issued to">
            {(control) => (
              <TextInput {...control} type="date" name="to" defaultValue={filters.to ?? ""} className={dateClass} />
            )}
          </Field>
        </MoreFilters>
        <div className="flex gap-2">
          <Button type="submit" icon={<Search aria-hidden size={16} />}>
            Search
          </Button>
          {narrowed && (
            <ButtonLink href={invoicesHref(filters, { q: "", from: null, to: null })} variant="quiet">
              Clear
            </ButtonLink>
          )}
        </div>
      </Form>
    </div>
  );
}
