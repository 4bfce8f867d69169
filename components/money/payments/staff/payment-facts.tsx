import { CompanyLink, ContactLink } from "@/components/people/companies/staff/client-links";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Day, Instant, Money } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { businessInstant } from "@/lib/kit/time";
import { PAYMENT_METHOD_WORDS } from "@/lib/money/payments/rules";
import type { StaffPayment } from "@/lib/money/payments/staff/detail/queries";
import { PaymentStateDot } from "./states";
import { DISPUTE_STATE_WORDS, SOURCE_WORDS } from "./words";

interface Props {
  payment: StaffPayment;
  brandName: string;
  /** The viewer's zone. */
  zone: string;
  /** Show currency codes, because they mix. */
  code: boolean;
}

/** What there is to know about a payment; the first term is State. */
export function PaymentFacts({ payment, brandName, zone, code }: Props) {
  const at = (instant: Date) => <Instant value={businessInstant(instant).toString()} zone={zone} />;
  return (
    <Panel>
      <DefinitionList columns={3}>
        <Fact term="State">
          <span className="text-base font-semibold">
            <PaymentStateDot state={payment.state} />
          </span>
        </Fact>
        <Fact term="Amount">
          <Money value={payment.amount} code={code} className="text-base font-semibold" />
        </Fact>
        <Fact term="Date">
          <Day value={payment.receivedOn} />
        </Fact>
        <Fact term="On invoices">
          <Money value={payment.allocated} code={code} />
        </Fact>
        <Fact term="Credit left">
          <Money value={payment.credit} code={code} />
        </Fact>
        {payment.returned.minor > 0 && (
          <Fact term="Returned from credit">
            <Money value={payment.returned} code={code} />
          </Fact>
        )}
        <Fact term="Company">
          <CompanyLink company={payment.company} />
        </Fact>
        <Fact term="Brand">{brandName}</Fact>
        <Fact term="Paid by">
          {payment.payer ? (
            <>
              {payment.payer.id ? (
                <ContactLink contact={{ id: payment.payer.id, name: payment.payer.name }} />
              ) : (
                payment.payer.name
              )}
              {payment.payer.email && (
                <TextLink href={`mailto:${payment.payer.email}`} className="block break-all">
                  {payment.payer.email}
                </TextLink>
              )}
            </>
          ) : (
            <span className="text-muted">Not known</span>
          )}
        </Fact>
        <Fact term="Method">
          {PAYMENT_METHOD_WORDS[payment.method]} <span className="text-muted">· {SOURCE_WORDS[payment.source]}</span>
        </Fact>
        {payment.externalId && payment.externalId !== payment.reference && (
          <Fact term="ERP id">
            <span className="tabular">{payment.externalId}</span>
          </Fact>
        )}
        {payment.poNumber && <Fact term="PO">{payment.poNumber}</Fact>}
        {payment.note && <Fact term="Note">{payment.note}</Fact>}
        {payment.source === "portal" && <Fact term="Started">{at(payment.createdAt)}</Fact>}
        {payment.succeededAt && <Fact term="Money came">{at(payment.succeededAt)}</Fact>}
        {payment.observedAt && <Fact term="Last asked at Stripe">{at(payment.observedAt)}</Fact>}
        {payment.expectedOn && (
          <Fact term="Expected by">
            <Day value={payment.expectedOn} />
          </Fact>
        )}
        {payment.failureCode && (
          <Fact term="Last failure">
            <span className="break-all">{payment.failureCode}</span>
          </Fact>
        )}
        {payment.disputeState && <Fact term="Dispute">{DISPUTE_STATE_WORDS[payment.disputeState]}</Fact>}
      </DefinitionList>
    </Panel>
  );
}
