import type { ThreadKind } from "@/db/schema/constants";
import { CLOSE_REASON_LABELS, SEVERITY_LABELS } from "@/lib/threads/cases/rules";
import { OUTCOME_LABELS } from "@/lib/threads/chats/rules";
import { kindOf } from "@/lib/threads/kinds";
import type { ThreadPage } from "@/lib/threads/types";
import type { ItemForm } from "./item-form";
import { LiveThread } from "./live-thread";
import type { ThreadSide } from "./thread-items";
import type { MailActions } from "./waiting-mail";

interface Props {
  page: ThreadPage;
  side: ThreadSide;
  /** The kind of the thread. */
  kind: ThreadKind;
  /** Name of the firm, shown beside the names of its people. */
  firm: string;
  /** Names the list for screen readers. */
  label?: string;
  emptyText?: string;
  mailActions?: MailActions;
  decideFile?: ItemForm;
}

/**
 * A thread, complete in the page's HTML; with JavaScript new items appear by themselves. The words for quiet lines are
 * passed from here, so that the rules behind them stay on the server.
 */
export function Thread({
  page,
  side,
  kind,
  firm,
  label = "Conversation",
  emptyText = "Nothing has been said yet.",
  mailActions,
  decideFile,
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
      labels={{
        ...(side === "staff" ? staffLabels : labels),
        ...SEVERITY_LABELS,
        ...CLOSE_REASON_LABELS,
        ...OUTCOME_LABELS[side],
      }}
      mailActions={mailActions}
      decideFile={decideFile}
    />
  );
}
