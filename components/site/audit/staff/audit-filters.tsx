import { type BrandNames, brandField } from "@/components/ui/brand-field";
import { ChoiceChips } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import { ACTOR_LABELS, actLabel, PERIOD_LABELS, recordKindLabel } from "@/lib/site/audit/rules";
import { ACTOR_KINDS, AUDIT_PERIODS, type AuditFilters, auditHref } from "@/lib/site/audit/schema";

interface Props {
  filters: AuditFilters;
  brands: BrandNames;
  /** The stored words of acts and of kinds of records. */
  words: { readonly acts: readonly string[]; readonly kinds: readonly string[] };
}

const CLEARED = { q: "", person: null, act: null, kind: null, brand: null, from: null, until: null } as const;

/** Who acted as chips, and a search form that works without scripts by GET. */
export function AuditFilterBar({ filters, brands, words }: Props) {
  return (
    <FilterBar
      label="Audit log"
      href={auditHref(filters)}
      clearHref={auditHref(filters, { ...CLEARED, record: null, period: "month" })}
      search={{ id: "audit-search", label: "Person", placeholder: "Name or address" }}
      fields={[
        {
          ...{ kind: "select", id: "audit-act", label: "Act", name: "act", all: "All acts" },
          options: words.acts.map((act) => [act, actLabel(act)] as const),
        },
        {
          ...{ kind: "select", id: "audit-kind", label: "Record", name: "kind", all: "All records" },
          options: words.kinds.map((kind) => [kind, recordKindLabel(kind)] as const),
        },
        {
          ...{ kind: "select", id: "audit-period", label: "Period", name: "period" },
          options: [
            ["month", PERIOD_LABELS.month],
            ...choicesOf(AUDIT_PERIODS, PERIOD_LABELS).filter(([one]) => one !== "month"),
          ],
        },
        brandField("audit-brand", brands),
      ]}
      more={[
        { kind: "date", id: "audit-from", label: "From", name: "from" },
        { kind: "date", id: "audit-until", label: "Until", name: "until" },
      ]}
      className="grid sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4"
    >
      <ChoiceChips
        label="Who"
        choices={[[null, "Everybody"], ...choicesOf(ACTOR_KINDS, ACTOR_LABELS)]}
        chosen={filters.by}
        href={(by) => auditHref(filters, { by })}
      />
    </FilterBar>
  );
}
