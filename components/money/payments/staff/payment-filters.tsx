import type { ReactNode } from "react";
import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceMenu } from "@/components/ui/chip-menu";
import { choicesOf } from "@/components/ui/choices";
import { ListBar } from "@/components/ui/list-bar";
import { PAYMENT_SOURCES, PAYMENT_STATES } from "@/db/schema/constants";
import { PAYMENT_STATE_WORDS } from "@/lib/money/payments/rules";
import { type StaffPaymentFilters, staffPaymentsHref } from "@/lib/money/payments/staff/schema";
import { SOURCE_WORDS } from "./words";

interface Props {
  filters: StaffPaymentFilters;
  brands: BrandNames;
  detail: string;
  tools: ReactNode;
  views: ReactNode;
}

export function PaymentFilterBar({ filters, brands, ...rest }: Props) {
  return (
    <ListBar
      title="Payments"
      label="Payments"
      {...rest}
      href={staffPaymentsHref(filters)}
      clearHref={staffPaymentsHref(filters, { q: "", brand: null, source: null, from: null, to: null })}
      search={{
        id: "payment-search",
        placeholder: "Reference, invoice, company or id",
      }}
      fields={[
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
    >
      <ChoiceMenu
        label="State"
        choices={[[null, "All"], ...choicesOf(PAYMENT_STATES, PAYMENT_STATE_WORDS)]}
        chosen={filters.state}
        href={(state) => staffPaymentsHref(filters, { state })}
      />
    </ListBar>
  );
}
