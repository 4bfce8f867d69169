import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceChips } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import { PAYMENT_SOURCES, PAYMENT_STATES } from "@/db/schema/constants";
import { PAYMENT_STATE_WORDS } from "@/lib/money/payments/rules";
import { type StaffPaymentFilters, staffPaymentsHref } from "@/lib/money/payments/staff/schema";
import { SOURCE_WORDS } from "./words";

/** State as chips, and a filter form that works without scripts by GET. */
export function PaymentFilterBar({ filters, brands }: { filters: StaffPaymentFilters; brands: BrandNames }) {
  return (
    <FilterBar
      label="Payments"
      href={staffPaymentsHref(filters)}
      clearHref={staffPaymentsHref(filters, { q: "", brand: null, source: null, from: null, to: null })}
      search={{
        id: "payment-search",
        placeholder: "Reference, invoice, company or id",
        className: "basis-full md:col-span-2 xl:col-span-1",
      }}
      more={[
        brandField("payment-brand", brands),
        {
          kind: "select",
          id: "payment-source",
          label: "Source",
          name: "source",
          all: "All",
          options: choicesOf(PAYMENT_SOURCES, SOURCE_WORDS),
        },
        { kind: "date", id: "payment-from", label: "Dated from", name: "from" },
        { kind: "date", id: "payment-to", label: "Dated to", name: "to" },
      ]}
      className="flex flex-wrap md:grid md:grid-cols-4 xl:grid-cols-[minmax(9rem,1fr)_9rem_7rem_9rem_9rem_auto]"
      actionsClassName="md:col-span-2 xl:col-span-1"
    >
      <ChoiceChips
        label="State"
        choices={[[null, "All"], ...choicesOf(PAYMENT_STATES, PAYMENT_STATE_WORDS)]}
        chosen={filters.state}
        href={(state) => staffPaymentsHref(filters, { state })}
      />
    </FilterBar>
  );
}
