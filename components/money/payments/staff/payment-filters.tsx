import { Search } from "lucide-react";
import Form from "next/form";
import { BrandField, type BrandNames } from "@/components/ui/brand-field";
import { Button, ButtonLink } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { Select, TextInput } from "@/components/ui/inputs";
import { MoreFilters } from "@/components/ui/more-filters";
import { PAYMENT_STATES } from "@/db/schema/constants";
import { PAYMENT_STATE_WORDS } from "@/lib/money/payments/rules";
import { type StaffPaymentFilters, staffPaymentsHref } from "@/lib/money/payments/staff/schema";
import { routes } from "@/lib/routes";
import { SOURCE_WORDS } from "./words";

const nothingNarrowed = { q: "", brand: null, source: null, from: null, to: null } as const;

/** State as chips, and under them a form that works without scripts: its answer is an address. */
export function PaymentFilterBar({ filters, brands }: { filters: StaffPaymentFilters; brands: BrandNames }) {
  const { q, brand, source, from, to } = filters;
  const inUse = [brand, source, from, to].some((value) => value !== null);
  const narrowed = q !== "" || inUse;
  return (
    <div className="no-print mb-4 grid gap-4">
      <ChipRow label="State">
        <Chip href={staffPaymentsHref(filters, { state: null })} selected={filters.state === null}>
          All
        </Chip>
        {PAYMENT_STATES.map((state) => (
          <Chip key={state} href={staffPaymentsHref(filters, { state })} selected={filters.state === state}>
            {PAYMENT_STATE_WORDS[state]}
          </Chip>
        ))}
      </ChipRow>
      <Form
        // Fields keep what was typed over soft navigation, so a new address makes new fields.
        key={[q, brand, source, from, to].join("|")}
        action={routes.staffPayments}
        role="search"
        aria-label="Payments"
        className="flex flex-wrap items-end gap-3 md:grid md:grid-cols-4 xl:grid-cols-[minmax(9rem,1fr)_9rem_7rem_9rem_9rem_auto]"
      >
        {filters.state && <input type="hidden" name="state" value={filters.state} />}
        <div className="basis-full md:col-span-2 xl:col-span-1">
          <Field id="payment-search" label="Search">
            {(control) => (
              <TextInput
                {...control}
                type="search"
                name="q"
                defaultValue={q}
                maxLength={100}
                autoComplete="off"
                placeholder="Reference, invoice, company or id"
              />
            )}
          </Field>
        </div>
        <MoreFilters inUse={inUse}>
          <BrandField id="payment-brand" brands={brands} chosen={brand} />
          <Field id="payment-source" label="Source">
            {(control) => (
              <Select {...control} name="source" defaultValue={source ?? ""}>
                <option value="">All</option>
                <option value="portal">{SOURCE_WORDS.portal}</option>
                <option value="erp">{SOURCE_WORDS.erp}</option>
              </Select>
            )}
          </Field>
          <Field id="payment-from" label="Dated from">
            {(control) => (
              <TextInput {...control} type="date" name="from" defaultValue={from ?? ""} className="min-w-0" />
            )}
          </Field>
          <Field id="payment-to" label="Dated to">
            {(control) => <TextInput {...control} type="date" name="to" defaultValue={to ?? ""} className="min-w-0" />}
          </Field>
        </MoreFilters>
        <div className="flex gap-2 md:col-span-2 xl:col-span-1">
          <Button type="submit" icon={<Search aria-hidden size={16} />}>
            Search
          </Button>
          {narrowed && (
            <ButtonLink href={staffPaymentsHref(filters, nothingNarrowed)} variant="quiet">
              Clear
            </ButtonLink>
          )}
        </div>
      </Form>
    </div>
  );
}
