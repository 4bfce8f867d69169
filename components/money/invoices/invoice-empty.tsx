import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { TextLink } from "@/components/ui/text-link";
import type { InvoiceFilter, InvoiceFilters } from "@/lib/money/invoices/schema";
import { invoicesHref } from "@/lib/money/invoices/schema";
import { routes } from "@/lib/routes";

const nothing: Record<InvoiceFilter, string> = {
  open: "Nothing is open",
  overdue: "Nothing is overdue",
  processing: "No payment is being processed",
  paid: "No invoice is paid yet",
  void: "No invoice was voided",
};

/** An empty list: no invoices at all, or none for these filters, with a link that clears them. */
export function InvoiceEmpty({ filters, supportMailbox }: { filters: InvoiceFilters; supportMailbox: string }) {
  const narrowed = filters.q !== "" || filters.from !== null || filters.to !== null;
  if (narrowed) {
    return (
      <EmptyState
        title="No invoice matches"
        action={
          <>
            <ButtonLink href={invoicesHref(filters, { q: "", from: null, to: null })}>Clear the search</ButtonLink>
            {filters.status && (
              <ButtonLink href={invoicesHref(filters, { status: null })} variant="quiet">
                Search in all invoices
              </ButtonLink>
            )}
          </>
        }
      >
        Every word must be found in the number, the PO or the lines of one invoice, issued within the dates.
      </EmptyState>
    );
  }
  if (filters.status) {
    return (
      <EmptyState
        title={nothing[filters.status]}
        action={<ButtonLink href={routes.invoices}>Show all invoices</ButtonLink>}
      >
        Invoices move here by themselves as their status changes.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Your invoices will be here">
      You have none yet. If you expect one, write to{" "}
      <TextLink href={`mailto:${supportMailbox}`}>{supportMailbox}</TextLink>.
    </EmptyState>
  );
}
