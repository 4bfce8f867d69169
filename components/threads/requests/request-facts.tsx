import { ClientFacts, ExpectedAnswer } from "@/components/threads/client-facts";
import { Fact } from "@/components/ui/definition-list";
import { Day, Moment } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import { lastDayWords } from "@/lib/kit/time";
import { routes } from "@/lib/routes";
import { documentWords } from "@/lib/threads/requests/ask/rules";
import type { RequestDetail } from "@/lib/threads/requests/queries";
import { KIND_LABELS } from "@/lib/threads/requests/rules";

/** What a request is, how it stands and who answers; the first term is Status. */
export function RequestFacts({ detail, brandName }: { detail: RequestDetail; brandName: string }) {
  const { status, kind, number, askedBy, askedWhen, neededBy, about } = detail;
  return (
    <ClientFacts kind="request" status={status}>
      <Fact term="Who answers">
        <Owner detail={detail} brandName={brandName} />
      </Fact>
      <ExpectedAnswer expected={detail.expected} />
      <Fact term="Kind">{KIND_LABELS[kind]}</Fact>
      <Fact term="Request">
        <span className="tabular">{number}</span>
      </Fact>
      <Fact term="Asked">
        {askedBy.isMe ? `${askedBy.name} (you)` : askedBy.name}
        <Moment value={askedWhen} className="block text-muted" />
      </Fact>
      {about.agreement && (
        <Fact term="About" wide>
          {about.agreement.product}
          <span className="block text-muted">{lastDayWords("ends", about.agreement.endsOn)}</span>
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
    </ClientFacts>
  );
}

const titled = (words: string) => `${words.charAt(0).toLocaleUpperCase("en-US")}${words.slice(1)}`;

/** The owner; before there is one, the person it was written to, or portal support for a change of details. */
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
