import { DefinitionList, Fact } from "@/components/ui/definition-list";
import { Moment } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { StatusDot } from "@/components/ui/status-dot";
import type { RequestStatus } from "@/db/schema/constants";
import type { RequestedChange } from "@/lib/threads/requests/queries";
import { CHANGE_LABELS } from "@/lib/threads/requests/rules";

interface Props {
  change: RequestedChange;
  status: RequestStatus;
}

/** The change that is asked for, before and after, and the decision. Clients and staff see the same. */
export function RequestChange({ change, status }: Props) {
  const { field, before, wanted, decidedByName, decidedWhen, applied } = change;
  return (
    <Panel title={`Change of: ${CHANGE_LABELS[field].toLocaleLowerCase("en-US")}`}>
      <DefinitionList columns={2}>
        <Fact term={change.state === "waiting" ? "Now" : "Before"}>
          <span className="wrap-anywhere whitespace-pre-line">{before || "Nothing"}</span>
        </Fact>
        <Fact term="Wanted">
          <span className="wrap-anywhere whitespace-pre-line font-semibold">{wanted}</span>
        </Fact>
        <Fact term="Decision">
          <Decision state={change.state} isClosed={status === "closed"} />
          {decidedByName && (
            <span className="block text-muted">
              {decidedByName}
              {decidedWhen && (
                <>
                  , <Moment value={decidedWhen} />
                </>
              )}
            </span>
          )}
        </Fact>
        {applied && (
          <Fact term="Written">
            <span className="wrap-anywhere whitespace-pre-line">{applied}</span>
          </Fact>
        )}
      </DefinitionList>
    </Panel>
  );
}

function Decision({ state, isClosed }: { state: RequestedChange["state"]; isClosed: boolean }) {
  if (state === "approved") return <StatusDot tone="success">Approved</StatusDot>;
  if (state === "declined") return <StatusDot tone="danger">Declined</StatusDot>;
  return isClosed ? (
    <StatusDot tone="neutral">Closed without a decision</StatusDot>
  ) : (
    <StatusDot tone="info">Waiting for portal support</StatusDot>
  );
}
