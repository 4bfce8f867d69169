import { BegunCallout, SentCallout } from "@/components/threads/thread-callouts";
import { Callout } from "@/components/ui/callout";
import type { RequestDetail } from "@/lib/threads/requests/queries";

interface Props {
  detail: RequestDetail;
  /** The viewer comes from the form of a new request. */
  isAsked: boolean;
  /** The viewer comes from sending a message. */
  isSent: boolean;
}

/** What just happened, and that a request is closed. */
export function RequestCallouts({ detail: { number, kind, expected, closedWhen }, isAsked, isSent }: Props) {
  return (
    <>
      {isAsked && (
        <BegunCallout
          title={`Your request ${number} is with ${kind === "change" ? "portal support" : "your account team"}`}
          expected={expected}
        />
      )}
      {isSent && <SentCallout />}
      {closedWhen && (
        <Callout title="Closed">
          Closed on {closedWhen}. {OPENS_AGAIN}
        </Callout>
      )}
    </>
  );
}

/** What a message to a closed request does. */
export const OPENS_AGAIN = "A message opens it again.";
