import { Search } from "lucide-react";
import Form from "next/form";
import { BrandField, type BrandNames } from "@/components/ui/brand-field";
import { Button, ButtonLink } from "@/components/ui/button";
import { Chip, ChipRow } from "@/components/ui/chip";
import { Choose } from "@/components/ui/choose";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/inputs";
import { MoreFilters } from "@/components/ui/more-filters";
import { REQUEST_KINDS, REQUEST_STATUSES } from "@/db/schema/constants";
import { routes } from "@/lib/routes";
import { KIND_LABELS, STAFF_STATUS_LABELS } from "@/lib/threads/requests/rules";
import type { Worker } from "@/lib/threads/requests/staff/choices/queries";
import type { StaffRequestCounts } from "@/lib/threads/requests/staff/queue/queries";
import {
  type StaffRequestFilters,
  type StaffRequestSort,
  staffRequestsHref,
} from "@/lib/threads/requests/staff/queue/schema";

/** What takes every narrowing away but the status. */
const WIDE = { q: "", kind: null, brand: null, owner: null, company: null, late: false } as const;

const sorts: Readonly<Record<StaffRequestSort, string>> = {
  queue: "Mine first, by answer",
  latest: "Last activity",
  asked: "Oldest first",
};

interface Props {
  filters: StaffRequestFilters;
  counts: StaffRequestCounts;
  brands: BrandNames;
  workers: readonly Worker[];
}

/** Whose, which state and which kind as chips, and under them a form that works without scripts: its answer is an address. */
export function StaffRequestFilterBar({ filters, counts, brands, workers }: Props) {
  const { status, kind, late, owner } = filters;
  const queue = (chosen: string | null, isLate = false) => staffRequestsHref(filters, { owner: chosen, late: isLate });
  return (
    <div className="no-print mb-4 grid gap-3">
      <ChipRow label="Queue">
        <Chip href={queue(null)} selected={!late && owner === null} count={counts.open}>
          Everyone’s
        </Chip>
        <Chip href={queue("me")} selected={owner === "me"} count={counts.mine}>
          Mine
        </Chip>
        <Chip href={queue("nobody")} selected={owner === "nobody"} count={counts.unassigned}>
          Unassigned
        </Chip>
        <Chip href={queue("away")} selected={owner === "away"} count={counts.standingIn}>
          Standing in
        </Chip>
        <Chip href={queue(null, true)} selected={late} count={counts.late}>
          Late
        </Chip>
      </ChipRow>
      <ChipRow label="Status">
        <Chip href={staffRequestsHref(filters, { status: null })} selected={status === null}>
          {filters.q === "" ? "Open" : "All"}
        </Chip>
        {REQUEST_STATUSES.map((value) => (
          <Chip key={value} href={staffRequestsHref(filters, { status: value })} selected={status === value}>
            {STAFF_STATUS_LABELS[value]}
          </Chip>
        ))}
      </ChipRow>
      <ChipRow label="Kind">
        <Chip href={staffRequestsHref(filters, { kind: null })} selected={kind === null}>
          All kinds
        </Chip>
        {REQUEST_KINDS.map((value) => (
          <Chip key={value} href={staffRequestsHref(filters, { kind: value })} selected={kind === value}>
            {KIND_LABELS[value]}
          </Chip>
        ))}
      </ChipRow>
      <FilterForm filters={filters} brands={brands} workers={workers} />
    </div>
  );
}

function FilterForm({ filters, brands, workers }: Omit<Props, "counts">) {
  const { q, brand, owner, company, sort, status, kind, late } = filters;
  const narrowed = staffRequestsHref(filters, WIDE) !== staffRequestsHref(filters);
  return (
    <Form
      // Fields keep what was typed over soft navigation, so a new address makes new fields.
      key={[q, brand, owner, company, sort].join("|")}
      action={routes.staffRequests}
      role="search"
      aria-label="Requests"
      className="flex flex-wrap items-end gap-3 md:grid md:grid-cols-3 xl:grid-cols-4"
    >
      {status && <input type="hidden" name="status" value={status} />}
      {kind && <input type="hidden" name="kind" value={kind} />}
      {company && <input type="hidden" name="company" value={company} />}
      {late && <input type="hidden" name="late" value="yes" />}
      <div className="basis-full">
        <Field id="request-search" label="Search">
          {(control) => (
            <TextInput
              {...control}
              type="search"
              name="q"
              defaultValue={q}
              maxLength={100}
              autoComplete="off"
              placeholder="Number, company or text"
            />
          )}
        </Field>
      </div>
      <MoreFilters inUse={sort !== "queue" || brand !== null || owner !== null}>
        <BrandField id="request-brand" brands={brands} chosen={brand} />
        <Choose id="request-owner" label="Owner" name="owner" chosen={owner} all="Anybody">
          <option value="me">Me</option>
          <option value="nobody">Nobody</option>
          <option value="away">Away, I stand in</option>
          {workers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choose>
        <Choose id="request-sort" label="Sort by" name="sort" chosen={sort}>
          {Object.entries(sorts).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Choose>
      </MoreFilters>
      <div className="flex gap-2">
        <Button type="submit" icon={<Search aria-hidden size={16} />}>
          Search
        </Button>
        {narrowed && (
          <ButtonLink href={staffRequestsHref(filters, WIDE)} variant="quiet">
            Clear
          </ButtonLink>
        )}
      </div>
    </Form>
  );
}
