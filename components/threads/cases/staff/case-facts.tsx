import { SeverityDot } from "@/components/threads/cases/case-status";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { routes } from "@/lib/routes";
import type { StaffCase } from "@/lib/threads/cases/staff/queries";
import { ClockMark, StaffStatusDot } from "./marks";

/** How the case stands, in one look above the messages. */
export function StaffCaseFacts({ found }: { found: StaffCase }) {
  const { clock, assignee } = found;
  return (
    <Panel>
      <DefinitionList columns={3} dense>
        <Fact term="Answer">
          {clock ? (
            <>
              <ClockMark clock={clock} />
              <span className="block text-xs text-muted">
                {clock.isFirst ? "First answer, " : ""}
                {clock.dueWhen}
              </span>
            </>
          ) : (
            <span className="text-muted">None owed</span>
          )}
        </Fact>
        <Fact term="Status">
          <StaffStatusDot status={found.status} closeReason={found.closeReason} />
          {found.closedWhen && <span className="block text-xs text-muted">{found.closedWhen}</span>}
        </Fact>
        <Fact term="Severity">
          <SeverityDot severity={found.severity} />
        </Fact>
        <Fact term="Assignee">{assignee ? assignee.name : <span className="text-muted">Nobody</span>}</Fact>
        <Fact term="Product">{[found.product, found.productVersion].filter(Boolean).join(" ")}</Fact>
        <Fact term="Filed">
          {found.filedBy.name}
          <span className="block text-xs text-muted">{found.filedWhen}</span>
        </Fact>
        {found.firstAnsweredWhen && <Fact term="First answered">{found.firstAnsweredWhen}</Fact>}
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
      </DefinitionList>
    </Panel>
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
