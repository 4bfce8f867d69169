import type { ReactNode } from "react";
import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceMenu } from "@/components/ui/chip-menu";
import { choicesOf } from "@/components/ui/choices";
import { ListBar } from "@/components/ui/list-bar";
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

interface Props {
  filters: RenewalFilters;
  brands: BrandNames;
  detail: string;
  tools: ReactNode;
  views: ReactNode;
}

/** When agreements end, and one row of filters. */
export function RenewalFilterBar({ filters, brands, ...rest }: Props) {
  return (
    <ListBar
      title="Renewals"
      label="Renewals"
      {...rest}
      href={renewalsHref(filters)}
      clearHref={renewalsHref(filters, { q: "", brand: null, owner: null, talk: null })}
      search={{ id: "renewal-search", placeholder: "Company or product" }}
      fields={[
        brandField("renewal-brand", brands),
        {
          kind: "select",
          id: "renewal-owner",
          label: "Owner",
          name: "owner",
          all: "Anybody",
          options: [
            ["me", "Me"],
            ["nobody", "Nobody"],
          ],
        },
        {
          kind: "select",
          id: "renewal-talk",
          label: "Request",
          name: "talk",
          all: "Any",
          options: [
            ["none", "None"],
            ["due", "None, and not renewed"],
            ["open", "Open request"],
            ["closed", "Closed request"],
          ],
        },
      ]}
    >
      <ChoiceMenu
        label="Ends"
        choices={choicesOf(RENEWAL_WINDOWS, windows)}
        chosen={filters.window}
        href={(window) => renewalsHref(filters, { window })}
      />
    </ListBar>
  );
}
