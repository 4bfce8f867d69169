import type { ThreadKind } from "@/db/schema/constants";
import { CLOSE_REASON_LABELS, SEVERITY_LABELS } from "@/lib/threads/cases/rules";
import { kindOf } from "@/lib/threads/kinds";
import type { ThreadPage } from "@/lib/threads/types";
import { LiveThread } from "./live-thread";
import type { DismissMail, ThreadSide } from "./thread-items";

interface Props {
  page: ThreadPage;
  side: ThreadSide;
  /** What the thread is about. */
  kind: ThreadKind;
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
  kind,
  firm,
  label = "Conversation",
  emptyText = "Nothing has been said yet.",
  dismissMail,
}: Props) {
  const { noun, labels, staffLabels } = kindOf(kind);
  return (
    <LiveThread
      page={page}
      side={side}
      noun={noun}
      firm={firm}
      label={label}
      emptyText={emptyText}
      labels={{ ...(side === "staff" ? staffLabels : labels), ...SEVERITY_LABELS, ...CLOSE_REASON_LABELS }}
      dismissMail={dismissMail}
    />
  );
}
