import type { ThreadEvent } from "@/lib/threads/types";

/** Words for the values that quiet lines carry: statuses, severities, reasons. */
export type ThreadLabels = Readonly<Record<string, string>>;

const quoted = (value: string | null, labels: ThreadLabels) => (value === null ? "" : (labels[value] ?? value));

/** `Kim Duarte set the status to Waiting on you`. */
export function eventWords(event: ThreadEvent, labels: ThreadLabels): string {
  const who = event.actor?.isMe ? "You" : event.actor?.name || "The portal";
  const after = quoted(event.after, labels);
  switch (event.what) {
    case "filed":
      return `${who} filed this case`;
    case "status":
      return statusWords(who, event, labels);
    case "severity":
      return `${who} set the severity to ${after}`;
    case "product":
      return `${who} set the product to ${after}`;
    case "participant_added":
      return `${who} added ${after}`;
    case "participant_removed":
      return `${who} removed ${quoted(event.before, labels)}`;
    case "assigned":
      return event.after === null ? `${who} unassigned this case` : `${who} assigned this case to ${after}`;
    case "linked":
      return event.after === null
        ? `${who} filed this case as a follow-up of ${quoted(event.before, labels)}`
        : `${who} linked this case to ${after}`;
  }
}

/** A closing carries its reason: `closed:solved`. */
function statusWords(who: string, { before, after }: ThreadEvent, labels: ThreadLabels): string {
  const [status = "", reason] = (after ?? "").split(":");
  if (status === "closed") {
    const why = reason ? `: ${quoted(reason, labels).toLocaleLowerCase("en-US")}` : "";
    return `${who} closed this case${why}`;
  }
  if (before?.split(":")[0] === "closed") return `${who} opened this case again`;
  return `${who} set the status to ${quoted(status, labels)}`;
}
