import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceChips } from "@/components/ui/chip";
import { type Choice, choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import { MAIL_STATUS_LABELS, MAIL_STATUSES } from "@/lib/mail/log/rules";
import { type MailFilters, mailHref } from "@/lib/mail/log/schema";

interface Props {
  filters: MailFilters;
  brands: BrandNames;
  kinds: readonly Choice[];
}

/** Status of mails as chips, and a search form that works without scripts by GET. */
export function MailFilterBar({ filters, brands, kinds }: Props) {
  return (
    <FilterBar
      label="Mail"
      href={mailHref(filters)}
      clearHref={mailHref(filters, { q: "", brand: null, kind: null })}
      search={{ id: "mail-search", label: "Recipient", placeholder: "Address or part of it" }}
      fields={[
        { kind: "select", id: "mail-kind", label: "Kind", name: "kind", all: "All kinds", options: kinds },
        brandField("mail-brand", brands),
      ]}
      className="grid sm:grid-cols-2 lg:grid-cols-[minmax(13rem,22rem)_16rem_12rem_auto]"
    >
      <ChoiceChips
        label="State"
        choices={[[null, "All"], ...choicesOf(MAIL_STATUSES, MAIL_STATUS_LABELS)]}
        chosen={filters.standing}
        href={(standing) => mailHref(filters, { standing })}
      />
    </FilterBar>
  );
}
