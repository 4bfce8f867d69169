import { type ThreadEvent, UNSEEN } from "@/lib/threads/types";

/** Words for the values that quiet lines carry: statuses, severities, reasons. */
export type ThreadLabels = Readonly<Record<string, string>>;

/** The number of another thread, or `word` where the reader may not open it. */
const numbered = (number: string | null, word: string) => (number === UNSEEN ? word : number);

const quoted = (value: string | null, labels: ThreadLabels) => (value === null ? "" : (labels[value] ?? value));

/** `Kim Duarte set the status to Waiting on you`. `noun`: the word for the thread, such as `case`. */
export function eventWords(event: ThreadEvent, labels: ThreadLabels, noun: string): string {
  const who = event.actor?.isMe ? "You" : event.actor?.name || "The portal";
  const after = quoted(event.after, labels);
  // A thread that staff began in the name of a contact.
  const byWhom = event.actor?.isMe ? "you" : who;
  const forWhom = event.forMe ? "you" : after;
  switch (event.what) {
    case "filed":
      return event.forMe === undefined ? `${who} filed this case` : `Filed by ${byWhom} by phone for ${forWhom}`;
    case "status":
      return statusWords(who, event, labels, noun);
    case "severity":
      return `${who} set the severity to ${after}`;
    case "product":
      return `${who} set the product to ${after}`;
    case "participant_added":
      return `${who} added ${after}`;
    case "participant_removed":
      return `${who} removed ${quoted(event.before, labels)}`;
    case "assigned":
      return event.after === null ? `${who} unassigned this ${noun}` : `${who} assigned this ${noun} to ${after}`;
    case "linked":
      return event.after === null
        ? `${who} filed this case as a follow-up of ${numbered(event.before, "another case")}`
        : `${who} linked this case to ${numbered(event.after, "another case")}`;
    case "asked":
      return event.forMe === undefined ? `${who} asked for this` : `Begun by ${byWhom} for ${forWhom}`;
    case "due":
      return `${who} promised an answer by ${after}`;
    case "decided":
      return `${who} ${event.after === "approved" ? "approved" : "declined"} the change`;
    case "started":
      return `${who} started this chat`;
    case "taken":
      return event.actor?.isMe ? "You answer now" : `${who} answers now`;
    case "handed_back":
      return "Somebody else takes over";
    case "invited":
      return `${who} asked ${after} to join`;
    case "handed_over":
      return `${who} handed this ${noun} to ${event.handover?.toMe ? "you" : after}`;
    case "mentioned":
      return `${who} asked ${after}`;
    case "merged":
      return event.after === null
        ? `${who} merged ${numbered(event.before, "another case")} into this ${noun}`
        : `${who} closed this ${noun}: it goes on in ${numbered(event.after, "another case")}`;
    case "became":
      return event.after === null
        ? `${who} made this case from ${event.before === UNSEEN ? "a chat" : `chat ${event.before}`}`
        : `${who} made this chat ${event.after === UNSEEN ? "a case" : `the case ${event.after}`}`;
  }
}

/** The value of a closing holds its reason: `closed:solved`. */
function statusWords(who: string, { before, after }: ThreadEvent, labels: ThreadLabels, noun: string): string {
  const [status = "", reason] = (after ?? "").split(":");
  if (status === "closed") {
    const why = reason ? `: ${quoted(reason, labels).toLocaleLowerCase("en-US")}` : "";
    return `${who} closed this ${noun}${why}`;
  }
  if (before?.split(":")[0] === "closed") return `${who} opened this ${noun} again`;
  return `${who} set the status to ${quoted(status, labels)}`;
}
