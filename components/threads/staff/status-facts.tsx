import type { ReactNode } from "react";
import { ThreadStatusDot } from "@/components/threads/thread-status";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Panel } from "@/components/ui/panel";
import type { CloseReason, ThreadKind } from "@/db/schema/constants";
import type { StaffThread } from "@/lib/threads/staff/queries";
import { ClockMark, ClockSymbols } from "./clock-mark";

interface Props {
  kind: ThreadKind;
  found: StaffThread<ThreadKind>;
  closeReason?: CloseReason | null;
  children: ReactNode;
}

/**
 * State of a thread in a few facts, above the messages: whether an answer is owed, its status, and facts of its kind.
 */
export function StatusFacts({ kind, found: { clock, status, closedWhen }, closeReason, children }: Props) {
  return (
    <Panel>
      <DefinitionList columns={3} dense>
        <Fact term="Answer">
          {clock ? (
            <>
              <ClockSymbols />
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
          <ThreadStatusDot kind={kind} status={status} closeReason={closeReason} side="staff" />
          {closedWhen && <span className="block text-xs text-muted">{closedWhen}</span>}
        </Fact>
        {children}
      </DefinitionList>
    </Panel>
  );
}
