import clsx from "clsx";
import { ContactLink } from "@/components/people/companies/staff/client-links";
import { SeverityDot } from "@/components/threads/cases/severity-dot";
import { FactsPanel, StatusLine } from "@/components/threads/staff/status-facts";
import { Fact } from "@/components/ui/definition-list";
import { Moment } from "@/components/ui/facts";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import { lastHandover } from "@/lib/threads/cases/handover/rules";
import type { StaffCase } from "@/lib/threads/cases/staff/queries";
import { staffCasesHref } from "@/lib/threads/cases/staff/queue/schema";
import { momentOfItem } from "@/lib/threads/types";

/** How the case stands, above its messages. `works`: the properties beside it tell the rest at the desk. */
export function StaffCaseLine({ found, works }: { found: StaffCase; works: boolean }) {
  const { owner } = found;
  return (
    <StatusLine kind="case" found={found} closeReason={found.closeReason}>
      <span className={clsx("flex flex-wrap gap-x-5 gap-y-1", works && "xl:hidden")}>
        <SeverityDot severity={found.severity} />
        <span>
          <span className="text-muted">Assignee</span>{" "}
          {owner ? (
            <TextLink href={staffCasesHref({ assignee: owner.id })}>{owner.name}</TextLink>
          ) : (
            <span className="text-muted">nobody</span>
          )}
        </span>
      </span>
    </StatusLine>
  );
}

/** What is fixed about the case. `chat`: the chat that became it, for those who see it. */
export function StaffCaseFacts({ found, chat }: { found: StaffCase; chat: string | null }) {
  const holder = lastHandover(found.thread.items);
  return (
    <FactsPanel>
      <Fact term="Product" inline>
        <TextLink href={staffCasesHref({ product: found.product })}>{found.product}</TextLink>
        {found.productVersion && ` ${found.productVersion}`}
      </Fact>
      <Fact term="Filed" inline>
        <ContactLink contact={found.filedBy} />
        <Moment value={found.filedWhen} className="block text-xs text-muted" />
      </Fact>
      {holder && (
        <Fact term="Handed over to" inline>
          {holder.named && holder.after ? (
            <ContactLink contact={{ id: holder.named.id, name: holder.after }} />
          ) : (
            holder.after
          )}
          <Moment value={momentOfItem(holder)} className="block text-xs text-muted" />
        </Fact>
      )}
      {found.firstAnsweredWhen && (
        <Fact term="First answered" inline>
          <Moment value={found.firstAnsweredWhen} />
        </Fact>
      )}
      {chat && (
        <Fact term="From chat" inline>
          <TextLink href={routes.staffChat(chat)} className="tabular">
            {chat}
          </TextLink>
        </Fact>
      )}
      {found.follows && (
        <Fact term="Follows" inline>
          <Numbers numbers={[found.follows]} />
        </Fact>
      )}
      {found.followedBy.length > 0 && (
        <Fact term="Followed by" inline>
          <Numbers numbers={found.followedBy} />
        </Fact>
      )}
      {found.takenIn.length > 0 && (
        <Fact term="Merged cases" inline>
          <Numbers numbers={found.takenIn} />
        </Fact>
      )}
    </FactsPanel>
  );
}

function Numbers({ numbers }: { numbers: readonly string[] }) {
  return (
    <span className="flex flex-wrap justify-end gap-x-3">
      {numbers.map((number) => (
        <TextLink key={number} href={routes.staffCase(number)} className="tabular">
          {number}
        </TextLink>
      ))}
    </span>
  );
}
