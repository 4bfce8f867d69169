import type { ReactNode } from "react";
import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceMenu } from "@/components/ui/chip-menu";
import { type Choice, choicesOf } from "@/components/ui/choices";
import { ListBar } from "@/components/ui/list-bar";
import { FAILED_MAIL_DAYS, MAIL_STATUS_LABELS, MAIL_STATUSES } from "@/lib/mail/log/rules";
import { type MailFilters, mailHref } from "@/lib/mail/log/schema";

interface Props {
  filters: MailFilters;
  brands: BrandNames;
  kinds: readonly Choice[];
  detail: string;
  tabs: ReactNode;
  views: ReactNode;
}

/** The search for a recipient, and one row of filters. */
export function MailFilterBar({ filters, brands, kinds, ...rest }: Props) {
  return (
    <ListBar
      title="Mail"
      label="Mail"
      {...rest}
      href={mailHref(filters)}
      clearHref={mailHref(filters, { q: "", brand: null, kind: null })}
      search={{ id: "mail-search", label: "Recipient", placeholder: "Address or part of it" }}
      fields={[
        { kind: "select", id: "mail-kind", label: "Kind", name: "kind", all: "All kinds", options: kinds },
        brandField("mail-brand", brands),
      ]}
    >
      <ChoiceMenu
        label="State"
        choices={[
          [null, "All"],
          ["failed", `Failed in the last ${FAILED_MAIL_DAYS} days`],
          ...choicesOf(MAIL_STATUSES, MAIL_STATUS_LABELS),
        ]}
        chosen={filters.standing}
        href={(standing) => mailHref(filters, { standing })}
      />
    </ListBar>
  );
}
