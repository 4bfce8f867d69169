import { ChoiceChips } from "@/components/ui/chip";
import { choicesOf } from "@/components/ui/choices";
import { FilterBar } from "@/components/ui/filter-bar";
import type { WaitingCounts } from "@/lib/money/invoices/queries";
import { INVOICE_FILTERS, type InvoiceFilter, type InvoiceFilters, invoicesHref } from "@/lib/money/invoices/schema";

const words: Record<InvoiceFilter, string> = {
  open: "Open",
  overdue: "Overdue",
  processing: "Processing",
  paid: "Paid",
  void: "Void",
};

interface Props {
  filters: InvoiceFilters;
  counts: WaitingCounts;
  /** The counts say no more than this number exactly. Null where all are. */
  counted: number | null;
}

/** Status as chips, and a filter form that works without scripts by GET. */
export function InvoiceFilterBar({ filters, counts, counted }: Props) {
  const countOf = (status: keyof WaitingCounts) =>
    counted !== null && counts[status] > counted ? `${counted.toLocaleString("en-US")}+` : counts[status];
  return (
    <FilterBar
      label="Invoices"
      href={invoicesHref(filters)}
      clearHref={invoicesHref(filters, { q: "", from: null, to: null })}
      search={{ id: "invoice-search", placeholder: "Number, PO or line text", className: "basis-full" }}
      more={[
        { kind: "date", id: "invoice-from", label: "Issued from", name: "from" },
        { kind: "date", id: "invoice-to", label: "Issued to", name: "to" },
      ]}
      className="flex flex-wrap md:grid md:grid-cols-[minmax(14rem,24rem)_10rem_10rem_auto]"
    >
      <ChoiceChips
        label="Status"
        choices={[[null, "All"], ...choicesOf(INVOICE_FILTERS, words)]}
        chosen={filters.status}
        href={(status) => invoicesHref(filters, { status })}
        count={(status) => (status === null || status === "paid" || status === "void" ? undefined : countOf(status))}
      />
    </FilterBar>
  );
}
