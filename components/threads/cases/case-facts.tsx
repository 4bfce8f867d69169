import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { CaseDetail } from "@/lib/threads/cases/queries";
import { CaseStatusDot, SeverityDot } from "./case-status";
import { inBothZones } from "./severity-options";

/** What a case is and how it stands; the first term is Status. */
export function CaseFacts({ detail, hasCompanies }: { detail: CaseDetail; hasCompanies: boolean }) {
  return (
    <Panel>
      <DefinitionList columns={3} dense>
        <Fact term="Status">
          <span className="text-base font-semibold">
            <CaseStatusDot status={detail.status} closeReason={detail.closeReason} />
          </span>
        </Fact>
        <Fact term="Severity">
          <SeverityDot severity={detail.severity} />
        </Fact>
        <ExpectedAnswer detail={detail} />
        <Fact term="Product">
          {detail.product}
          {detail.productVersion && <span className="block text-muted">Version {detail.productVersion}</span>}
        </Fact>
        <Fact term="Case">
          <span className="tabular">{detail.number}</span>
        </Fact>
        <Fact term="Filed">
          {detail.filedBy.isMe ? `${detail.filedBy.name} (you)` : detail.filedBy.name}
          <span className="tabular block text-muted">{detail.filedWhen}</span>
        </Fact>
        {hasCompanies && <Fact term="Company">{detail.companyName}</Fact>}
        {detail.follows && (
          <Fact term="Follows">
            <CaseLink number={detail.follows} />
          </Fact>
        )}
        {detail.followedBy.length > 0 && (
          <Fact term="Followed by">
            <span className="flex flex-wrap gap-x-3">
              {detail.followedBy.map((number) => (
                <CaseLink key={number} number={number} />
              ))}
            </span>
          </Fact>
        )}
      </DefinitionList>
    </Panel>
  );
}

function CaseLink({ number }: { number: string }) {
  return (
    <TextLink href={routes.case(number)} className="tabular">
      {number}
    </TextLink>
  );
}

/** When the firm owes an answer; nothing while it owes none. */
function ExpectedAnswer({ detail: { expected } }: { detail: CaseDetail }) {
  if (!expected) return null;
  const when = <span className="tabular">{inBothZones(expected)}</span>;
  return (
    <Fact term={expected.isFirst ? "First answer" : "Answer"} wide>
      {expected.late ? (
        <span className="text-danger">We are late: you should have had an answer by {when}.</span>
      ) : (
        <>Answer expected by {when}</>
      )}
    </Fact>
  );
}
