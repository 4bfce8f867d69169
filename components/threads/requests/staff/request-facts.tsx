import { StatusFacts } from "@/components/threads/staff/status-facts";
import { Fact } from "@/components/ui/definition-list";
import { formatDay, lastDayWords } from "@/lib/kit/time";
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
        {found.askedBy.name}
        <span className="block text-xs text-muted">{found.askedWhen}</span>
      </Fact>
      {found.memberName && <Fact term="Written to">{found.memberName}</Fact>}
      {found.neededBy && <Fact term="Needed by">{formatDay(found.neededBy)}</Fact>}
      {about.agreement && (
        <Fact term="Agreement" wide>
          {about.agreement.product}
          <span className="block text-xs text-muted">{lastDayWords("Ends", about.agreement.endsOn)}</span>
        </Fact>
      )}
      {about.invoice && <Fact term="Invoice">{about.invoice}</Fact>}
      {about.estimate && <Fact term="Estimate">{about.estimate}</Fact>}
      {found.firstAnsweredWhen && <Fact term="First answered">{found.firstAnsweredWhen}</Fact>}
    </StatusFacts>
  );
}
