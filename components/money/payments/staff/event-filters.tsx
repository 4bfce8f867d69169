import { Search } from "lucide-react";
import Form from "next/form";
import { BrandField, type BrandNames } from "@/components/ui/brand-field";
import { Button, ButtonLink } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import { STRIPE_EVENT_STATES } from "@/db/schema/constants";
import { type StripeEventFilters, stripeEventsHref } from "@/lib/money/payments/staff/schema";
import { routes } from "@/lib/routes";
import { EVENT_STATE_WORDS } from "./states";

/** State as chips, and a search whose answer is an address. */
export function EventFilterBar({ filters, brands }: { filters: StripeEventFilters; brands: BrandNames }) {
  return (
    <div className="no-print mb-4 grid gap-4">
      <ChipRow label="State">
        <Chip href={stripeEventsHref(filters, { state: null })} selected={filters.state === null}>
          All
        </Chip>
        {STRIPE_EVENT_STATES.map((state) => (
          <Chip key={state} href={stripeEventsHref(filters, { state })} selected={filters.state === state}>
            {EVENT_STATE_WORDS[state]}
          </Chip>
        ))}
      </ChipRow>
      <Form
        // Fields keep what was typed over soft navigation, so a new address makes new fields.
        key={`${filters.q}|${filters.brand}`}
        action={routes.staffStripeEvents}
        role="search"
        aria-label="Stripe events"
        className="grid items-end gap-3 sm:grid-cols-[minmax(13rem,24rem)_12rem_auto]"
      >
        {filters.state && <input type="hidden" name="state" value={filters.state} />}
        <Field id="event-search" label="Search">
          {(control) => (
            <TextInput
              {...control}
              type="search"
              name="q"
              defaultValue={filters.q}
              maxLength={100}
              autoComplete="off"
              placeholder="Event, object, type or reference"
            />
          )}
        </Field>
        <BrandField id="event-brand" brands={brands} chosen={filters.brand} />
        <div className="flex gap-2">
          <Button type="submit" icon={<Search aria-hidden size={16} />}>
            Search
          </Button>
          {(filters.q !== "" || filters.brand !== null) && (
            <ButtonLink href={stripeEventsHref(filters, { q: "", brand: null })} variant="quiet">
              Clear
            </ButtonLink>
          )}
        </div>
      </Form>
    </div>
  );
}
