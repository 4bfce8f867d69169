import { inBothZones } from "@/components/threads/cases/severity-options";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Day } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { documentWords } from "@/lib/threads/requests/ask/rules";
import type { RequestDetail } from "@/lib/threads/requests/queries";
import { KIND_LABELS } from "@/lib/threads/requests/rules";
import { RequestStatusDot } from "./request-status";

/** What a request is, how it stands and who answers; the first term is Status. */
export function RequestFacts({ detail, brandName }: { detail: RequestDetail; brandName: string }) {
  const { status, kind, number, askedBy, askedWhen, neededBy, about } = detail;
  return (
    <Panel>
      <DefinitionList columns={3} dense>
        <Fact term="Status">
          <span className="text-base font-semibold">
            <RequestStatusDot status={status} />
          </span>
        </Fact>
        <Fact term="Who answers">
          <Owner detail={detail} brandName={brandName} />
        </Fact>
        <ExpectedAnswer detail={detail} />
        <Fact term="Kind">{KIND_LABELS[kind]}</Fact>
        <Fact term="Request">
          <span className="tabular">{number}</span>
        </Fact>
        <Fact term="Asked">
          {askedBy.isMe ? `${askedBy.name} (you)` : askedBy.name}
          <span className="tabular block text-muted">{askedWhen}</span>
        </Fact>
        {about.agreement && (
          <Fact term="About" wide>
            {about.agreement.product}
            <span className="block text-muted">
              ends <Day value={about.agreement.endsOn} />
            </span>
          </Fact>
        )}
        {about.invoice && (
          <Fact term="About">
            <TextLink href={routes.invoice(about.invoice.number)}>{titled(documentWords(about.invoice))}</TextLink>
          </Fact>
        )}
        {about.estimate && (
          <Fact term="About">
            <TextLink href={routes.estimate(about.estimate)}>Estimate {about.estimate}</TextLink>
          </Fact>
        )}
        {neededBy && (
          <Fact term="Needed by">
            <Day value={neededBy} />
          </Fact>
        )}
      </DefinitionList>
    </Panel>
  );
}

const titled = (words: string) => `${words.charAt(0).toLocaleUpperCase("en-US")}${words.slice(1)}`;

/** Whoever has it; before that whom it was written to, and for a change of details portal support. */
function Owner({ detail: { owner, memberName, kind }, brandName }: { detail: RequestDetail; brandName: string }) {
  if (owner) {
    return (
      <>
        {owner.name}
        {owner.inPlaceOf && <span className="block text-muted">for {owner.inPlaceOf}, who is away</span>}
      </>
    );
  }
  if (kind === "change") return <>Portal support</>;
  return (
    <>
      {brandName}
      {memberName && <span className="block text-muted">written to {memberName}</span>}
    </>
  );
}

/** When the firm owes an answer; nothing while it owes none. */
function ExpectedAnswer({ detail: { expected } }: { detail: RequestDetail }) {
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
