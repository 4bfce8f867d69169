import type { ThreadKind } from "@/db/schema/constants";
import { CLOSE_REASON_LABELS, SEVERITY_LABELS, STAFF_STATUS_LABELS, STATUS_LABELS } from "@/lib/threads/cases/rules";
import {
  STATUS_LABELS as REQUEST_LABELS,
  STAFF_STATUS_LABELS as STAFF_REQUEST_LABELS,
} from "@/lib/threads/requests/rules";
import type { ThreadPage } from "@/lib/threads/types";
import { LiveThread } from "./live-thread";
import type { DismissMail, ThreadSide } from "./thread-items";

interface Props {
  page: ThreadPage;
  side: ThreadSide;
  /** What the thread is about. */
  kind?: ThreadKind;
  /** What the firm is called: stands with the names of its people. */
  firm: string;
  /** Names the list for screen readers. */
  label?: string;
  emptyText?: string;
  dismissMail?: DismissMail;
}

/**
 * A thread: complete in the page itself, without JavaScript too; with it, what comes later appears by itself. The words
 * of quiet lines come from here, so that the rules behind them stay on the server.
 */
export function Thread({
  page,
  side,
  kind = "case",
  firm,
  label = "Conversation",
  emptyText = "Nothing has been said yet.",
  dismissMail,
}: Props) {
  const labels =
    kind === "request"
      ? side === "staff"
        ? STAFF_REQUEST_LABELS
        : REQUEST_LABELS
      : {
          ...(side === "staff" ? STAFF_STATUS_LABELS : STATUS_LABELS),
          ...SEVERITY_LABELS,
          ...CLOSE_REASON_LABELS,
        };
  return (
    <LiveThread
      page={page}
      side={side}
      kind={kind}
      firm={firm}
      label={label}
      emptyText={emptyText}
      labels={labels}
      dismissMail={dismissMail}
    />
  );
}
