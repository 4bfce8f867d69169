import { ContactLink } from "@/components/people/companies/staff/client-links";
import { SeverityDot } from "@/components/threads/cases/severity-dot";
import { StatusFacts } from "@/components/threads/staff/status-facts";
import { Fact } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { lastHandover } from "@/lib/threads/cases/handover/rules";
import type { StaffCase } from "@/lib/threads/cases/staff/queries";
import { whenOf } from "@/lib/threads/types";

/** State of the case in a few facts, above the messages. `chat`: the chat that became it, for those who see it. */
export function StaffCaseFacts({ found, chat }: { found: StaffCase; chat: string | null }) {
  const { owner } = found;
  const holder = lastHandover(found.thread.items);
  return (
    <StatusFacts kind="case" found={found} closeReason={found.closeReason}>
      <Fact term="Severity">
        <SeverityDot severity={found.severity} />
      </Fact>
      <Fact term="Assignee">{owner ? owner.name : <span className="text-muted">Nobody</span>}</Fact>
      <Fact term="Product">{[found.product, found.productVersion].filter(Boolean).join(" ")}</Fact>
      <Fact term="Filed">
        <ContactLink contact={found.filedBy} />
        <span className="block text-xs text-muted">{found.filedWhen}</span>
      </Fact>
      {holder && (
        <Fact term="Handed over to">
          {holder.after}
          <span className="block text-xs text-muted">{whenOf(holder)}</span>
        </Fact>
      )}
      {found.firstAnsweredWhen && <Fact term="First answered">{found.firstAnsweredWhen}</Fact>}
      {chat && (
        <Fact term="From chat">
          <TextLink href={routes.staffChat(chat)} className="tabular">
            {chat}
          </TextLink>
        </Fact>
      )}
      {found.follows && (
        <Fact term="Follows">
          <Numbers numbers={[found.follows]} />
        </Fact>
      )}
      {found.followedBy.length > 0 && (
        <Fact term="Followed by">
          <Numbers numbers={found.followedBy} />
        </Fact>
      )}
    </StatusFacts>
  );
}

function Numbers({ numbers }: { numbers: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-x-3">
      {numbers.map((number) => (
        <TextLink key={number} href={routes.staffCase(number)} className="tabular">
          {number}
        </TextLink>
      ))}
    </span>
  );
}
