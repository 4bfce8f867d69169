import { Search } from "lucide-react";
import Form from "next/form";
import { BrandField, type BrandNames } from "@/components/ui/brand-field";
import { Button, ButtonLink } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { Choose } from "@/components/ui/choose";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import { MoreFilters } from "@/components/ui/more-filters";
import { routes } from "@/lib/routes";
import {
  RENEWAL_WINDOWS,
  type RenewalFilter,
  type RenewalFilters,
  renewalsHref,
} from "@/lib/threads/requests/renewals/schema";

const windows: Readonly<Record<RenewalFilter, string>> = {
  usual: "90 days back, 180 ahead",
  ended: "Ended",
  "30": "Within 30 days",
  "60": "Within 60 days",
  "90": "Within 90 days",
  all: "All",
};

const WIDE = { q: "", brand: null, owner: null, talk: null } as const;

/** When agreements end as chips, and under them a form that works without scripts: its answer is an address. */
export function RenewalFilterBar({ filters, brands }: { filters: RenewalFilters; brands: BrandNames }) {
  const { q, brand, owner, talk, window } = filters;
  const narrowed = renewalsHref(filters, WIDE) !== renewalsHref(filters);
  return (
    <div className="no-print mb-4 grid gap-3">
      <ChipRow label="Ends">
        {RENEWAL_WINDOWS.map((value) => (
          <Chip key={value} href={renewalsHref(filters, { window: value })} selected={window === value}>
            {windows[value]}
          </Chip>
        ))}
      </ChipRow>
      <Form
        // Fields keep what was typed over soft navigation, so a new address makes new fields.
        key={[q, brand, owner, talk].join("|")}
        action={routes.staffRenewals}
        role="search"
        aria-label="Renewals"
        className="flex flex-wrap items-end gap-3 md:grid md:grid-cols-3 xl:grid-cols-5"
      >
        {window !== "usual" && <input type="hidden" name="window" value={window} />}
        <div className="basis-full">
          <Field id="renewal-search" label="Search">
            {(control) => (
              <TextInput
                {...control}
                type="search"
                name="q"
                defaultValue={q}
                maxLength={100}
                autoComplete="off"
                placeholder="Company or product"
              />
            )}
          </Field>
        </div>
        <MoreFilters inUse={brand !== null || owner !== null || talk !== null}>
          <BrandField id="renewal-brand" brands={brands} chosen={brand} />
          <Choose id="renewal-owner" label="Owner" name="owner" chosen={owner} all="Anybody">
            <option value="me">Me</option>
            <option value="nobody">Nobody</option>
          </Choose>
          <Choose id="renewal-talk" label="State of the talk" name="talk" chosen={talk} all="Any">
            <option value="none">None</option>
            <option value="open">Open request</option>
            <option value="closed">Closed request</option>
          </Choose>
        </MoreFilters>
        <div className="flex gap-2">
          <Button type="submit" icon={<Search aria-hidden size={16} />}>
            Search
          </Button>
          {narrowed && (
            <ButtonLink href={renewalsHref(filters, WIDE)} variant="quiet">
              Clear
            </ButtonLink>
          )}
        </div>
      </Form>
    </div>
  );
}
