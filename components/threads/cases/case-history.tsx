import { eventWords } from "@/components/threads/event-words";
import { Panel } from "@/components/ui/panel";
import { CLOSE_REASON_LABELS, STATUS_LABELS } from "@/lib/threads/cases/rules";
import { type ThreadEvent, type ThreadItem, whenOf } from "@/lib/threads/types";

const labels = { ...STATUS_LABELS, ...CLOSE_REASON_LABELS };

const isOfStatus = (item: ThreadItem): item is ThreadEvent =>
  item.kind === "event" && (item.what === "filed" || item.what === "status");

/** Changes of status, oldest first. */
export function CaseHistory({ items }: { items: readonly ThreadItem[] }) {
  const events = items.filter(isOfStatus);
  if (events.length === 0) return null;
  return (
    <Panel title="Status history">
      <ol className="grid gap-3 text-sm">
        {events.map((event) => (
          <li key={event.id} className="grid gap-0.5 border-l-2 border-line pl-3">
            <span className="wrap-anywhere">{eventWords(event, labels, "case")}</span>
            <time dateTime={event.at} className="tabular text-xs text-muted">
              {whenOf(event)}
            </time>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
