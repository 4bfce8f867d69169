import { BegunNotice, SentNotice } from "@/components/threads/thread-notices";
import { Notice } from "@/components/ui/notice";
import type { RequestDetail } from "@/lib/threads/requests/queries";

interface Props {
  detail: RequestDetail;
  /** The reader comes from the form of a new request. */
  isAsked: boolean;
  /** The reader comes from sending a message. */
  isSent: boolean;
}

/** What just happened, and that a request is closed. */
export function RequestNotices({ detail: { number, kind, expected, closedWhen }, isAsked, isSent }: Props) {
  return (
    <>
      {isAsked && (
        <BegunNotice
          title={`Your request ${number} is with ${kind === "change" ? "portal support" : "your account team"}`}
          expected={expected}
        />
      )}
      {isSent && <SentNotice />}
      {closedWhen && (
        <Notice title="Closed">
          Closed on {closedWhen}. {OPENS_AGAIN}
        </Notice>
      )}
    </>
  );
}

/** What a message to a closed request does. */
export const OPENS_AGAIN = "A message opens it again.";
