import { BegunCallout, SentCallout } from "@/components/threads/thread-callouts";
import { Callout } from "@/components/ui/callout";
import { Moment } from "@/components/ui/facts";
import type { RequestDetail } from "@/lib/threads/requests/queries";

interface Props {
  detail: RequestDetail;
  /** The viewer has just sent the request. */
  isAsked: boolean;
  /** The viewer has just sent a message. */
  isSent: boolean;
}

/** Confirms what the viewer has just done, and says that a request is closed. */
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
          Closed on <Moment value={closedWhen} />. {OPENS_AGAIN}
        </Callout>
      )}
    </>
  );
}

/** What a message to a closed request does. */
export const OPENS_AGAIN = "A message opens it again.";
