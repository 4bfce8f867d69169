import type { ReactNode } from "react";
import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Moment } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import type { CloseReason, ThreadKind, ThreadStatus } from "@/db/schema/constants";
import type { Expected } from "@/lib/threads/answer-clock/rules";
import { ThreadStatusDot } from "./thread-status";
import { inBothZones } from "./two-zones";

interface Props {
  kind: ThreadKind;
  status: ThreadStatus;
  closeReason?: CloseReason | null;
  children: ReactNode;
}

/** State of a thread for its client: first the status, then facts of its kind. */
export function ClientFacts({ children, ...standing }: Props) {
  return (
    <Panel>
      <DefinitionList columns={3} dense>
        <Fact term="Status">
          <span className="text-base font-semibold">
            <ThreadStatusDot {...standing} side="client" />
          </span>
        </Fact>
        {children}
      </DefinitionList>
    </Panel>
  );
}

/** When the firm owes an answer; nothing while it owes none. */
export function ExpectedAnswer({ expected }: { expected: Expected | null }) {
  if (!expected) return null;
  const when = <Moment value={{ at: expected.at, words: inBothZones(expected) }} />;
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
