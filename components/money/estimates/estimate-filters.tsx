import { Search } from "lucide-react";
import Form from "next/form";
import { Button, ButtonLink } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import type { AcceptableCounts } from "@/lib/money/estimates/queries";
import {
  defaultSort,
  ESTIMATE_FILTERS,
  type EstimateFilter,
  type EstimateFilters,
  estimatesHref,
} from "@/lib/money/estimates/schema";
import { routes } from "@/lib/routes";

const words: Record<EstimateFilter, string> = {
  open: "Open",
  ending: "Ending soon",
  expired: "Expired",
  accepted: "Accepted",
  declined: "Declined",
  withdrawn: "Withdrawn",
};

/** Status as chips, and under them a form that works without scripts: its answer is an address. */
export function EstimateFilterBar({ filters, counts }: { filters: EstimateFilters; counts: AcceptableCounts }) {
  return (
    <div className="no-print mb-4 grid gap-4">
      <ChipRow label="Status">
        <Chip href={estimatesHref(filters, { status: null })} selected={filters.status === null}>
          All
        </Chip>
        {ESTIMATE_FILTERS.map((status) => (
          <Chip
            key={status}
            href={estimatesHref(filters, { status })}
            selected={filters.status === status}
            {...(status === "open" || status === "ending" ? { count: counts[status] } : {})}
          >
            {words[status]}
          </Chip>
        ))}
      </ChipRow>
      <Form
        // A field keeps what was typed over soft navigation, so a new address makes a new one.
        key={filters.q}
        action={routes.estimates}
        role="search"
        aria-label="Estimates"
        className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-3 sm:grid-cols-[minmax(14rem,24rem)_auto]"
      >
        {filters.status && <input type="hidden" name="status" value={filters.status} />}
        {filters.sort !== defaultSort(filters.status) && <input type="hidden" name="sort" value={filters.sort} />}
        <Field id="estimate-search" label="Search">
          {(control) => (
            <TextInput
              {...control}
              type="search"
              name="q"
              defaultValue={filters.q}
              maxLength={100}
              autoComplete="off"
              placeholder="Number or title"
            />
          )}
        </Field>
        <div className="flex gap-2">
          <Button type="submit" icon={<Search aria-hidden size={16} />}>
            Search
          </Button>
          {filters.q !== "" && (
            <ButtonLink href={estimatesHref(filters, { q: "" })} variant="quiet">
              Clear
            </ButtonLink>
          )}
        </div>
      </Form>
    </div>
  );
}
