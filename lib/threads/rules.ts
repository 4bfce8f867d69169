/**
 * What can change the status of a thread. `answer` and `staff_status` carry the status that a member of staff chose.
 */
export type ThreadAction = "client_message" | "answer" | "take" | "client_close" | "staff_status";

/** Statuses that an action may lead to from each status, the usual one first. An empty list: the action is refused. */
export type Transitions<S extends string> = Readonly<Record<ThreadAction, Readonly<Record<S, readonly S[]>>>>;

/** The status after an action; null where it is not allowed. `wish` is what a member of staff chose. */
export function statusAfter<S extends string>(
  transitions: Transitions<S>,
  action: ThreadAction,
  from: S,
  wish?: S,
): S | null {
  const allowed = transitions[action][from];
  if (wish === undefined) return allowed[0] ?? null;
  return allowed.includes(wish) ? wish : null;
}

/** The sentence for a form that was sent before with other content. `number` is that of the thread that it went to. */
export const alreadySent = (number: string) =>
  `You already sent this form, as a message of ${number}. Your new text is still here: send it again.`;
