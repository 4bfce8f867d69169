import { ClientFacts, ExpectedAnswer } from "@/components/threads/client-facts";
import { Fact } from "@/components/ui/definition-list";
import { Moment } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { lastHandover } from "@/lib/threads/cases/handover/rules";
import type { CaseDetail } from "@/lib/threads/cases/queries";
import { momentOfItem } from "@/lib/threads/types";
import { SeverityDot } from "./severity-dot";

interface Props {
  detail: CaseDetail;
  hasCompanies: boolean;
  /** Number of the chat that became the case, for those who see it. */
  chat: string | null;
}

/** What a case is and how it stands; the first term is Status. */
export function CaseFacts({ detail, hasCompanies, chat }: Props) {
  const holder = lastHandover(detail.thread.items);
  return (
    <ClientFacts kind="case" status={detail.status} closeReason={detail.closeReason}>
      <Fact term="Severity">
        <SeverityDot severity={detail.severity} />
      </Fact>
      <ExpectedAnswer expected={detail.expected} />
      <Fact term="Product">
        {detail.product}
        {detail.productVersion && <span className="block text-muted">Version {detail.productVersion}</span>}
      </Fact>
      <Fact term="Case">
        <span className="tabular">{detail.number}</span>
      </Fact>
      <Fact term="Filed">
        {detail.filedBy.isMe ? `${detail.filedBy.name} (you)` : detail.filedBy.name}
        <Moment value={detail.filedWhen} className="block text-muted" />
      </Fact>
      {holder && (
        <Fact term="With">
          {holder.handover.toMe ? "You" : holder.after}
          <span className="block text-muted">
            since <Moment value={momentOfItem(holder)} />
          </span>
        </Fact>
      )}
      {hasCompanies && <Fact term="Company">{detail.companyName}</Fact>}
      {chat && (
        <Fact term="From chat">
          <TextLink href={routes.chat(chat)} className="tabular">
            {chat}
          </TextLink>
        </Fact>
      )}
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
      {detail.takenIn.length > 0 && (
        <Fact term="Merged cases">
          <span className="flex flex-wrap gap-x-3">
            {detail.takenIn.map((number) => (
              <CaseLink key={number} number={number} />
            ))}
          </span>
        </Fact>
      )}
    </ClientFacts>
  );
}

function CaseLink({ number }: { number: string }) {
  return (
    <TextLink href={routes.case(number)} className="tabular">
      {number}
    </TextLink>
  );
}
