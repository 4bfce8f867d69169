import { Callout } from "@/components/ui/callout";
import { Instant, Money } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import { businessInstant } from "@/lib/kit/time";
import type { BlockedInvoice } from "@/lib/money/payments/checkout/queries";
import { PAY_BLOCK_WORDS } from "@/lib/money/payments/rules";
import { routes } from "@/lib/routes";

interface Props {
  blocked: readonly BlockedInvoice[];
  /** IANA zone of the viewer. */
  zone: string;
  brandCurrency: string;
}

/** Chosen invoices that cannot be paid now, each with the reason. */
export function BlockedInvoices({ blocked, zone, brandCurrency }: Props) {
  const title =
    blocked.length === 1
      ? "One invoice is left out of this payment"
      : `${blocked.length} invoices are left out of this payment`;
  return (
    <Callout tone="warning" title={title}>
      <ul className="grid gap-1">
        {blocked.map((invoice) => (
          <li key={invoice.number}>
            <TextLink href={routes.invoice(invoice.number)} className="tabular">
              {invoice.number}
            </TextLink>{" "}
            <Reason invoice={invoice} zone={zone} brandCurrency={brandCurrency} />
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function Reason({ invoice, zone, brandCurrency }: { invoice: BlockedInvoice; zone: string; brandCurrency: string }) {
  const { progress, block } = invoice;
  if (block !== "started" || !progress?.reference) return PAY_BLOCK_WORDS[block];
  return (
    <>
      {progress.isOwn ? "You" : (progress.contactName ?? "A colleague")} started payment{" "}
      <TextLink href={routes.payment(progress.reference)} className="tabular">
        {progress.reference}
      </TextLink>{" "}
      of <Money value={progress.amount} code={progress.amount.currency !== brandCurrency} /> on{" "}
      <Instant value={businessInstant(progress.startedAt).toString()} zone={zone} />.{" "}
      {progress.isOwn ? "Continue or cancel it there." : "Wait for it, or cancel it there."}
    </>
  );
}
