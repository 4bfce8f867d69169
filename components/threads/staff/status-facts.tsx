import type { ReactNode } from "react";
import { ThreadStatusDot } from "@/components/threads/thread-status";
import { DefinitionList } from "@/components/ui/definition-list";
import { Moment } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import type { CloseReason, ThreadKind } from "@/db/schema/constants";
import type { StaffThread } from "@/lib/threads/staff/queries";
import { ClockMark, ClockSymbols } from "./clock-mark";

interface LineProps {
  kind: ThreadKind;
  found: StaffThread<ThreadKind>;
  closeReason?: CloseReason | null;
  /** Who answers it, and further short facts. */
  children?: ReactNode;
}

/** How a thread stands, in the line above its messages: its status, and whether an answer is owed. */
export function StatusLine({ kind, found: { clock, status, closedWhen }, closeReason, children }: LineProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-sm">
      <span>
        <span className="sr-only">Status: </span>
        <ThreadStatusDot kind={kind} status={status} closeReason={closeReason} side="staff" />
        {closedWhen && <Moment value={closedWhen} className="ml-2 text-xs text-muted" />}
      </span>
      <span>
        <span className="sr-only">Answer: </span>
        {clock ? (
          <>
            <ClockSymbols />
            <ClockMark clock={clock} />
            <span className="ml-2 text-xs text-muted">
              {clock.isFirst ? "First answer, " : ""}
              <Moment value={{ at: clock.at, words: clock.dueWhen }} />
            </span>
          </>
        ) : (
          <span className="text-muted">No answer owed</span>
        )}
      </span>
      {children}
    </div>
  );
}

/** What is fixed about a thread, beside its messages. Holds <Fact>s. */
export function FactsPanel({ children }: { children: ReactNode }) {
  return (
    <Panel title="Facts">
      <DefinitionList>{children}</DefinitionList>
    </Panel>
  );
}
