import { ContactLink, StaffName } from "@/components/people/companies/staff/client-links";
import { FactsPanel, StatusLine } from "@/components/threads/staff/status-facts";
import { Fact } from "@/components/ui/definition-list";
import { Day, Moment } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import { lastDayWords } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import type { StaffRequest } from "@/lib/threads/requests/staff/queries";

/** How the request stands, above its messages. */
export function StaffRequestLine({ found }: { found: StaffRequest }) {
  const { owner } = found;
  return (
    <StatusLine kind="request" found={found}>
      <span>
        <span className="text-muted">Owner</span>{" "}
        {owner ? (
          <>
            <StaffName member={owner} />
            {owner.isMe && " (you)"}
          </>
        ) : (
          <span className="text-muted">nobody</span>
        )}
        {owner?.standsInFor && (
          <span className="text-muted">
            , stands in for <StaffName member={owner.standsInFor} />
          </span>
        )}
      </span>
      {owner?.away && (
        <span className="font-semibold text-warning">
          Away until {owner.away.until}
          {owner.away.standIn && (
            <>
              , <StaffName member={owner.away.standIn} /> stands in
            </>
          )}
        </span>
      )}
    </StatusLine>
  );
}

/** What is fixed about the request. */
export function StaffRequestFacts({ found }: { found: StaffRequest }) {
  const { about } = found;
  return (
    <FactsPanel>
      <Fact term="Kind" inline>
        {KIND_LABELS[found.kind]}
      </Fact>
      <Fact term="Asked" inline>
        <ContactLink contact={found.askedBy} />
        <Moment value={found.askedWhen} className="block text-xs text-muted" />
      </Fact>
      {found.memberName && (
        <Fact term="Written to" inline>
          {found.member ? <StaffName member={{ ...found.member, name: found.memberName }} /> : found.memberName}
        </Fact>
      )}
      {found.neededBy && (
        <Fact term="Needed by" inline>
          <Day value={found.neededBy} />
        </Fact>
      )}
      {about.agreement && (
        <Fact term="Agreement" inline>
          <TextLink href={routes.staffRenewalBrief(about.agreement.id)}>{about.agreement.product}</TextLink>
          <span className="block text-xs text-muted">{lastDayWords("Ends", about.agreement.endsOn)}</span>
        </Fact>
      )}
      {about.invoice && (
        <Fact term="Invoice" inline>
          <TextLink href={routes.staffInvoice(about.invoice.id)}>{about.invoice.number}</TextLink>
        </Fact>
      )}
      {about.estimate && (
        <Fact term="Estimate" inline>
          <TextLink href={routes.staffEstimate(about.estimate.id)}>{about.estimate.number}</TextLink>
        </Fact>
      )}
      {found.firstAnsweredWhen && (
        <Fact term="First answered" inline>
          <Moment value={found.firstAnsweredWhen} />
        </Fact>
      )}
    </FactsPanel>
  );
}
