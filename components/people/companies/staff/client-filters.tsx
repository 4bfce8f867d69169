import type { ReactNode } from "react";
import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { Chip, ChipRow } from "@/components/ui/chip";
import { ListBar } from "@/components/ui/list-bar";
import type { ClientStanding } from "@/lib/site/clients/schema";

const LABELS: Readonly<Record<ClientStanding, string>> = {
  renewals: "Renewals due",
  overdue: "Overdue",
  quiet: "Quiet for 90 days",
};

interface Filters {
  readonly q: string;
  readonly brand: string | null;
  readonly mine: boolean;
  readonly standing: ClientStanding | null;
}

interface Props {
  label: "Companies" | "Contacts";
  filters: Filters;
  href: (change?: Partial<Filters>) => string;
  /** Those by which the viewer may filter. */
  standings: readonly ClientStanding[];
  brands: BrandNames;
  placeholder: string;
  detail: string;
  views: ReactNode;
  /** The company that the list is narrowed to, with the address of the list without it. */
  company?: { readonly name: string; readonly clearHref: string } | null;
}

/** Filters of the lists of companies and of contacts: chips beside the title, and one row of filters. */
export function ClientFilterBar({ label, filters, href, standings, brands, placeholder, company, ...rest }: Props) {
  const { mine, standing } = filters;
  return (
    <ListBar
      title={label}
      label={label}
      {...rest}
      href={href()}
      clearHref={href({ q: "", brand: null })}
      search={{ id: "client-search", placeholder }}
      fields={[brandField("client-brand", brands)]}
      tabs={
        <ChipRow label={`Which ${label.toLowerCase()}`}>
          <Chip href={href({ mine: false, standing: null })} selected={!mine && standing === null}>
            All
          </Chip>
          <Chip href={href({ mine: !mine })} selected={mine}>
            Mine
          </Chip>
          {standings.map((one) => (
            <Chip key={one} href={href({ standing: one === standing ? null : one })} selected={one === standing}>
              {LABELS[one]}
            </Chip>
          ))}
          {company && (
            <Chip href={company.clearHref} selected>
              {company.name}
              <span className="sr-only">: show all companies</span>
              <span aria-hidden>×</span>
            </Chip>
          )}
        </ChipRow>
      }
    />
  );
}
