import type { ReactNode } from "react";
import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceMenu } from "@/components/ui/chip-menu";
import type { Choice } from "@/components/ui/choices";
import { ListBar } from "@/components/ui/list-bar";
import type { ReceivedFilter } from "@/lib/threads/received/rules";
import { type ReceivedFilters, receivedHref } from "@/lib/threads/received/schema";

interface Props {
  filters: ReceivedFilters;
  brands: BrandNames;
  counts: Readonly<Record<ReceivedFilter | "waiting", number>>;
  detail: string;
  tabs: ReactNode;
}

const CHOICES: readonly Choice<ReceivedFilter | null>[] = [
  [null, "Waiting"],
  ["joined", "Joined"],
  ["dismissed", "Dismissed"],
  ["dropped", "Loops and doubles"],
  ["all", "All"],
];

/** The search for a sender, and one row of filters. */
export function ReceivedFilterBar({ filters, brands, counts, ...rest }: Props) {
  return (
    <ListBar
      title="Mail"
      label="Received mail"
      {...rest}
      href={receivedHref(filters)}
      clearHref={receivedHref(filters, { q: "", brand: null })}
      search={{ id: "received-search", label: "Sender", placeholder: "Address or part of it" }}
      fields={[brandField("received-brand", brands)]}
    >
      <ChoiceMenu
        label="State"
        choices={CHOICES}
        chosen={filters.state}
        href={(state) => receivedHref(filters, { state })}
        count={(state) => counts[state ?? "waiting"]}
      />
    </ListBar>
  );
}
