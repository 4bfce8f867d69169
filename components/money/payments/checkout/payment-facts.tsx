import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Instant, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { businessInstant } from "@/lib/kit/time";
import type { PortalPayment } from "@/lib/money/payments/detail/queries";
import { moneyCame, PAYMENT_METHOD_WORDS } from "@/lib/money/payments/rules";

interface Props {
  payment: PortalPayment;
  code: boolean;
  /** IANA zone of the viewer. */
  zone: string;
}

/** Facts of the payment itself, with the payer's PO number and note. */
export function PaymentFacts({ payment, code, zone }: Props) {
  const isChosen = payment.state === "processing" || moneyCame(payment.state);
  return (
    <Panel title="Payment">
      <DefinitionList>
        <Fact inline term="Amount">
          <Money value={payment.amount} code={code} className="font-semibold" />
        </Fact>
        <Fact inline term="Reference">
          <span className="tabular select-all">{payment.reference}</span>
        </Fact>
        {isChosen && (
          <Fact inline term="Method">
            {PAYMENT_METHOD_WORDS[payment.method]}
          </Fact>
        )}
        <Fact inline term="Started">
          <Instant value={businessInstant(payment.startedAt).toString()} zone={zone} />
        </Fact>
        <Fact inline term="By">
          {payment.isOwn ? "You" : (payment.contactName ?? "A colleague")}
        </Fact>
        {payment.poNumber && (
          <Fact inline term="PO">
            <span className="tabular wrap-anywhere">{payment.poNumber}</span>
          </Fact>
        )}
        {payment.note && (
          <Fact inline term="Note">
            <span className="whitespace-pre-line wrap-anywhere">{payment.note}</span>
          </Fact>
        )}
      </DefinitionList>
    </Panel>
  );
}
