import { ContactLink } from "@/components/people/companies/staff/client-links";
import { StatusFacts } from "@/components/threads/staff/status-facts";
import { Fact } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { formatDay, lastDayWords } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import type { StaffRequest } from "@/lib/threads/requests/staff/queries";

/** State of the request in a few facts, above the messages. */
export function StaffRequestFacts({ found }: { found: StaffRequest }) {
  const { owner, about } = found;
  return (
    <StatusFacts kind="request" found={found}>
      <Fact term="Owner">
        {owner ? (
          <>
            {owner.isMe ? `${owner.name} (you)` : owner.name}
            {owner.standsInFor && <span className="block text-xs text-muted">Stands in for {owner.standsInFor}</span>}
            {owner.away && (
              <span className="block text-xs font-semibold text-warning">
                Away until {owner.away.until}
                {owner.away.standInName && `, ${owner.away.standInName} stands in`}
              </span>
            )}
          </>
        ) : (
          <span className="text-muted">Nobody</span>
        )}
      </Fact>
      <Fact term="Kind">{KIND_LABELS[found.kind]}</Fact>
      <Fact term="Asked">
        <ContactLink contact={found.askedBy} />
        <span className="block text-xs text-muted">{found.askedWhen}</span>
      </Fact>
      {found.memberName && <Fact term="Written to">{found.memberName}</Fact>}
      {found.neededBy && <Fact term="Needed by">{formatDay(found.neededBy)}</Fact>}
      {about.agreement && (
        <Fact term="Agreement" wide>
          <TextLink href={routes.staffRenewalBrief(about.agreement.id)}>{about.agreement.product}</TextLink>
          <span className="block text-xs text-muted">{lastDayWords("Ends", about.agreement.endsOn)}</span>
        </Fact>
      )}
      {about.invoice && (
        <Fact term="Invoice">
          <TextLink href={routes.staffInvoice(about.invoice.id)}>{about.invoice.number}</TextLink>
        </Fact>
      )}
      {about.estimate && (
        <Fact term="Estimate">
          <TextLink href={routes.staffEstimate(about.estimate.id)}>{about.estimate.number}</TextLink>
        </Fact>
      )}
      {found.firstAnsweredWhen && <Fact term="First answered">{found.firstAnsweredWhen}</Fact>}
    </StatusFacts>
  );
}
